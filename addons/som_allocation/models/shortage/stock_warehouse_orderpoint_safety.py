from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.safety import Usage, fill_rate, reorder_point, safety_stock, service_level

#: Less is no measure.
LEAST_DAYS = 14
LEAST_RECEIPTS = 3


class StockWarehouseOrderpoint(models.Model):
    """Suggests a minimum from measured demand and lead times, and tells what the present one buys."""

    _inherit = "stock.warehouse.orderpoint"

    som_daily_demand = fields.Float(
        string="Daily Demand", digits="Product Unit", compute="_compute_som_safety",
        help="What left for customers on a day, less what they sent back; days without demand count.")
    som_demand_spread = fields.Float(
        string="Spread of Demand", digits="Product Unit", compute="_compute_som_safety",
        help="Standard deviation of the demand of a day.")
    som_lead_time = fields.Float(
        string="Lead Time", digits=(16, 1), compute="_compute_som_safety",
        help="Days from order to arrival: measured from receipts, or the vendor's.")
    som_lead_spread = fields.Float(
        string="Spread of Lead Time", digits=(16, 1), compute="_compute_som_safety",
        help="Standard deviation of the lead time in days. 0 where it was not measured.")
    som_safety_stock = fields.Float(
        string="Safety Stock", digits="Product Unit", compute="_compute_som_safety",
        help="What is kept beyond the demand expected during the lead time, for the service level of the settings.")
    som_suggested_min = fields.Float(
        string="Suggested Min", digits="Product Unit", compute="_compute_som_safety",
        help="The demand expected during the lead time, and the safety stock.")
    som_suggested_max = fields.Float(
        string="Suggested Max", digits="Product Unit", compute="_compute_som_safety",
        help="As far above the suggested minimum as the maximum is above the minimum now.")
    som_service_level = fields.Float(
        string="Service Level Now (%)", digits=(5, 1), compute="_compute_som_safety",
        help="How often the present minimum lasts until more comes.")
    som_fill_rate = fields.Float(
        string="Fill Rate Now (%)", digits=(5, 1), compute="_compute_som_safety",
        help="Which part of the demand the present minimum and maximum serve from stock.")
    som_enough_data = fields.Boolean(string="Enough Data", compute="_compute_som_safety")
    som_basis = fields.Char(
        string="Basis", compute="_compute_som_safety", help="What the suggestion rests on, or why there is none.")

    @api.depends("product_id", "location_id", "warehouse_id", "product_min_qty", "product_max_qty",
                 "company_id.som_demand_days", "company_id.som_service_level")
    @api.depends_context("lang")
    def _compute_som_safety(self):
        for company, rules in self.grouped("company_id").items():
            # sudo: figures of all the company's goods, whoever is in charge of the rule
            measured = rules.sudo()._origin._som_measure(company.sudo()) if rules._origin else {}
            for rule in rules:
                rule.update(rule._som_prepare_safety(measured.get(rule._origin.id)))

    def _som_prepare_safety(self, measured):
        """:param measured: ``Measured``, or None for a rule that is not saved"""
        self.ensure_one()
        names = ("som_daily_demand", "som_demand_spread", "som_lead_time", "som_lead_spread", "som_safety_stock",
                 "som_suggested_min", "som_suggested_max", "som_service_level", "som_fill_rate")
        values = dict.fromkeys(names, 0.0) | {"som_enough_data": False, "som_basis": False}
        if not measured:
            return values
        usage = self._som_usage(measured)
        values.update(
            som_daily_demand=usage.demand, som_demand_spread=usage.demand_spread, som_lead_time=usage.lead,
            som_lead_spread=usage.lead_spread, som_enough_data=measured.days >= LEAST_DAYS,
            som_basis=self._som_basis(measured))
        if values["som_enough_data"]:
            values.update(self._som_prepare_suggestion(usage))
        return values

    def _som_usage(self, measured):
        """Lead times as measured; where too few receipts are known the vendor's, or what native rules take."""
        demand = max(measured.demand, 0.0), measured.demand_spread
        if measured.receipts >= LEAST_RECEIPTS:
            return Usage(*demand, measured.lead, measured.lead_spread)
        return Usage(*demand, self.lead_days if measured.vendor_lead is None else measured.vendor_lead)

    def _som_prepare_suggestion(self, usage):
        self.ensure_one()
        level = self.company_id.sudo().som_service_level / 100  # sudo: a setting
        gap = max(self.product_max_qty - self.product_min_qty, 0.0)
        # whole steps of the unit: half a piece guards nothing
        minimum = self.product_uom.round(reorder_point(usage, level), rounding_method="UP")
        lot = gap or usage.demand
        return {
            "som_safety_stock": safety_stock(usage, level), "som_suggested_min": minimum,
            "som_suggested_max": minimum + gap,
            "som_service_level": 100 * service_level(usage, self.product_min_qty),
            "som_fill_rate": 100 * fill_rate(usage, self.product_min_qty, lot) if lot else 100.0}

    def _som_basis(self, measured):
        if measured.days < LEAST_DAYS:
            return self.env._(
                "%(days)s days of demand: too few, it takes %(least)s", days=measured.days, least=LEAST_DAYS)
        if measured.receipts >= LEAST_RECEIPTS:
            return self.env._("%(days)s days of demand, %(receipts)s receipts", days=measured.days,
                              receipts=measured.receipts)
        if measured.vendor_lead is None:
            return self.env._("%s days of demand; lead time of the rule, its spread is not known", measured.days)
        return self.env._("%s days of demand; lead time of the vendor, its spread is not known", measured.days)

    def action_som_apply_suggestion(self):
        """Make the suggested minimum and maximum of these rules theirs.

        :raises AccessError: for who may not change rules
        :raises UserError: where there is too little data for all of them
        """
        self.check_access("write")
        told = self.filtered("som_enough_data")
        if not told:
            raise UserError(self.env._(
                "There is too little data for a suggestion. See the column Basis; nothing was changed."))
        values = {rule: {"product_min_qty": rule.som_suggested_min, "product_max_qty": rule.som_suggested_max}
                  for rule in told}
        for rule, limits in values.items():
            rule.write(limits)
        left = len(self - told)
        return {
            "type": "ir.actions.client", "tag": "display_notification", "params": {
                "type": "warning" if left else "success",
                "message": self.env._("Changed: %(done)s. Left as they are, for lack of data: %(left)s.",
                                      done=len(told), left=left),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"}}}
