"""Checks of the day on which the customer wants the goods.

Days are those of the order's channel, or of the company: 23:30 in Oslo is
that day, whatever the day in UTC. Orders without goods, and orders without a
requested or promised date, pass.
"""
from odoo.tools.translate import LazyTranslate

from .details import day
from .open_days import OpenDays, Zones
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)


def _requested(batch):
    """Yields orders with goods, with the moment for which they are wanted (naive UTC)."""
    for order in batch.shipped:
        wanted = order.som_requested_date or order.commitment_date
        if wanted:
            yield order, wanted


@builtin(
    "requested_too_early", _lt("Requested too early"), group="delivery",
    message=_lt("The customer wants the goods on %(requested)s; %(earliest)s is the earliest that can be met. Agree on"
                " another date, or have the hold waived."),
    explanation=_lt("Holds orders requested, or promised, for a day earlier than the lead times of their products"
                    " and the company's security lead time allow."))
def requested_too_early(_check, batch):
    """A wish that stays unmet gets no worse as days go by: what counts is the notice given and the time needed."""
    wishes = list(_requested(batch))
    earliest = batch.orders.browse([order.id for order, _wanted in wishes])._som_earliest_dates()
    zones = Zones(batch.company)
    for order, wanted in wishes:
        if order.id not in earliest or earliest[order.id] <= wanted:
            continue
        wanted_day, earliest_day = zones.day(order, wanted), zones.day(order, earliest[order.id])
        if wanted_day < earliest_day:
            asked = zones.day(order, order.date_order) if order.state == "sale" else batch.today
            needed = (earliest_day - asked).days
            yield Finding(order.id, extent=needed - wanted_day.toordinal(), details={
                "requested": day(wanted_day), "earliest": day(earliest_day)})


@builtin(
    "requested_closed_day", _lt("Requested on a closed day"), group="delivery", parameters={"calendar_id": False},
    message=_lt("The customer wants the goods on %(requested)s, a day on which nobody works by “%(calendar)s”. Agree on"
                " another date, or have the hold waived."),
    explanation=_lt("Holds orders requested, or promised, for a day without working hours: closed by the week or by"
                    " time off for everybody. Empty: the company's working hours."))
def requested_closed_day(check, batch):
    zones = Zones(batch.company)
    wishes = [(order, zones.day(order, wanted)) for order, wanted in _requested(batch)]
    calendar = check.calendar_id or batch.company.resource_calendar_id
    if not wishes or not calendar:
        return
    open_days = OpenDays(calendar, batch.company, {wanted for _order, wanted in wishes})
    for order, wanted in wishes:
        if wanted not in open_days:
            yield Finding(order.id, subject=str(wanted), details={
                "requested": day(wanted), "calendar": calendar.name})
