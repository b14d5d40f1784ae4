from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.tools.date_utils import float_to_time

from odoo.addons.som_core.checks.open_days import OpenDays

from ...engine.promise.shipping import DAY, Route
from .moments import moment

#: Days ahead that calendars are looked up; beyond them every day counts.
AHEAD = 400
END_OF_DAY = time(23, 59)


class Routes(dict):
    """Ways that were worked out, for all who ask during one confirmation; a class of its own, nobody can send one."""


class SomPromise(models.AbstractModel):
    """How long goods take from the shelf to the customer."""

    _inherit = "som.promise"

    @api.model
    def _som_routes(self, lines, as_of):
        """How the goods of each line get to the customer; worked out once for lines that go the same way.

        :return: dict: line → engine ``Route``
        """
        known = self._som_known_routes()
        return {line: self._som_route_of(line.warehouse_id or line.order_id.warehouse_id, line.order_id, as_of, known)
                for line in lines}

    @api.model
    def _som_known_routes(self):
        shared = self.env.context.get("som_promise_routes")
        return shared if isinstance(shared, Routes) else Routes()

    @api.model
    def _som_route_of(self, warehouse, order, as_of, known=None):
        """The way of an order's goods from a warehouse.

        :param dict known: ways that were worked out already
        :return: engine ``Route``
        """
        known = self._som_known_routes() if known is None else known
        carrier = order._som_promise_carrier()
        transit = carrier.sudo()._som_transit_to(warehouse, order.partner_shipping_id)  # sudo: as for the route
        way = warehouse, carrier, order.company_id, transit
        if way not in known:
            known[way] = self._som_route(*way, as_of)
        return known[way]

    @api.model
    def _som_route(self, warehouse, carrier, company, transit, as_of):
        """:param int transit: days"""
        # sudo: whoever sells may ask when it will be there without reading how the warehouse works
        warehouse, carrier, company = warehouse.sudo(), carrier.sudo(), company.sudo()
        return Route(
            handling=round((company.security_lead + warehouse.som_handling_days) * DAY),
            cutoffs=self._som_cutoffs(warehouse, company, as_of),
            transit=transit,
            deliveries=self._som_deliveries(carrier, company, as_of))

    @api.model
    def _som_cutoffs(self, warehouse, company, as_of):
        """The moments at which a warehouse ships: the cut-off of each day on which it works."""
        if not warehouse.som_cutoff and not warehouse.som_calendar_id:
            return ()
        zone = self._som_zone(warehouse.partner_id, company)
        return self._som_moments(warehouse.som_calendar_id, company, zone, warehouse.som_cutoff, as_of)

    @api.model
    def _som_deliveries(self, carrier, company, as_of):
        """The moments by which a carrier has delivered: the end of each day on which it does."""
        if not carrier.som_transit_calendar_id:
            return ()
        zone = self._som_zone(self.env["res.partner"], company)
        return self._som_moments(carrier.som_transit_calendar_id, company, zone, 0, as_of)

    @api.model
    def _som_zone(self, partner, company):
        return ZoneInfo(partner.tz or company._som_tz())

    @api.model
    def _som_moments(self, calendar, company, zone, hour, as_of):
        """An hour of each open day from today on; 0: its end."""
        today = as_of.replace(tzinfo=UTC).astimezone(zone).date()
        days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
        if calendar:
            is_open = OpenDays(calendar, company, days)
            days = [day for day in days if day in is_open]
        hour = float_to_time(hour) if hour else END_OF_DAY
        return tuple(moment(datetime.combine(day, hour, zone)) for day in days)
