from datetime import timedelta

from odoo import api, fields, models

from ..promise.moments import moment


class StockWarehouseOrderpoint(models.Model):
    """Reordering rules learn what was promised against goods that nobody has ordered, where promises are on.

    Native rules compare one figure with their minimum: what is there at the end of their horizon (lead time plus the
    company's horizon days, a year unless somebody changed it), when all has come that is on its way until then. They do
    not see that a receipt comes long after a promise, when the goods promised were to be ordered from the vendor; nor
    that stock is protected for somebody else. Both are asked of the promise engine here.

    What is ordered is the larger of the two figures, not their sum: whatever the rule orders serves the engine's demand
    first.
    """

    _inherit = "stock.warehouse.orderpoint"

    som_promised_qty = fields.Float(
        string="Promised, to Order", digits="Product Unit", compute="_compute_qty_to_order_computed", store=True,
        help="Demand within the rule's horizon that counts on goods which have to be ordered now.")
    som_unmet_qty = fields.Float(
        string="Unmet", digits="Product Unit", compute="_compute_qty_to_order_computed", store=True,
        help="Demand within the rule's horizon that nothing covers: no stock it may use, no receipt, no vendor.")

    @api.depends("company_id.som_promise")
    def _compute_qty_to_order_computed(self):
        result = super()._compute_qty_to_order_computed()
        self.som_promised_qty = self.som_unmet_qty = 0
        # sudo: whether dates are promised, and what for whom, is no matter of who looks at a rule
        promising = self.filtered(lambda rule: rule.id and rule.company_id.sudo().som_promise
                                  and rule.product_id.is_storable and rule.location_id)
        for company, rules in promising.grouped("company_id").items():
            rules.sudo()._som_add_unmet(company)
        return result

    def _som_add_unmet(self, company):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        unmet = self._som_read_unmet(company, scale)
        for rule in self:
            promised, missing = unmet.get(rule.id, (0, 0))
            rule.som_promised_qty, rule.som_unmet_qty = promised / scale, missing / scale
            demand = (promised + missing) / scale
            if rule.product_uom.compare(demand, 0) > 0:
                rule.qty_to_order_computed = max(
                    rule.qty_to_order_computed, rule._get_multiple_rounded_qty(demand))

    def _som_read_unmet(self, company, scale):
        now = fields.Datetime.now()
        under_way = {rule: round(quantity * scale) for rule, quantity in self._som_under_way().items()}
        for name, names in (
                ("stock.move", ("state", "date", "product_uom_qty", "quantity", "location_id", "location_dest_id")),
                ("stock.quant", ("quantity", "reserved_quantity"))):
            self.env[name].flush_model(names)
        return self.env["som.promise"].with_company(company)._som_unmet(
            company, [rule._som_prepare_ruled(now) for rule in self], under_way, now)

    def _som_under_way(self):
        """What is asked for and no transfer knows of yet: rule id → units of the product. Seam, as native has more."""
        return self._quantity_in_progress()

    def _som_had_at(self):
        """When goods that the rule orders now can be there, as native replenishment plans them."""
        self.ensure_one()
        return self._get_orderpoint_procurement_date() - timedelta(days=int(self.get_horizon_days()))

    def _som_prepare_ruled(self, now):
        """The rule as the engine takes it: until when demand counts, and by when it can have goods."""
        self.ensure_one()
        horizon = self._get_product_context()["to_date"]
        # to the end of the next day: a rule plans by days, and receipts at noon
        earliest = (now + timedelta(days=self.lead_days + 1)).replace(hour=23, minute=59, second=59)
        return self.id, self.product_id.id, self.location_id.id, moment(horizon), moment(earliest)
