from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Written by the flows themselves, not by somebody who changes what was ordered.
NOT_A_CHANGE = frozenset({
    "state", "sequence", "invoice_lines", "qty_delivered", "qty_delivered_manual", "qty_invoiced", "qty_to_invoice",
    "invoice_status", "technical_price_unit", "move_ids", "untaxed_amount_invoiced", "untaxed_amount_to_invoice",
    "analytic_distribution", "extra_tax_data", "collapse_prices", "collapse_composition", "som_priced_anew",
})
#: What makes a price, or what it is for.
PRICE = frozenset({"price_unit", "discount", "product_id", "product_uom_id"})


class SaleOrderLine(models.Model):
    """A changed line is a changed order: it is checked again."""

    _inherit = "sale.order.line"

    som_priced_anew = fields.Boolean(
        string="Priced After Confirmation", copy=False, readonly=True,
        help="The price was not agreed when the order was confirmed: it is checked.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("som_priced_anew", None)  # said below
        lines = super().create(vals_list)
        lines._som_price_anew()
        lines.order_id._som_changed()
        return lines

    def write(self, vals):
        if "som_priced_anew" in vals and not self.env.su:
            raise AccessError(self.env._("Whether a price is checked follows from when it was entered."))
        result = super().write(vals)
        if not PRICE.isdisjoint(vals):
            self._som_price_anew()
        if not vals.keys() <= NOT_A_CHANGE:
            self.order_id._som_changed()
        return result

    def unlink(self):
        orders = self.order_id
        self._som_leave_holds()
        result = super().unlink()
        orders._som_changed()
        return result

    def _som_price_anew(self):
        """Remember the lines of confirmed orders whose price was not agreed by the confirmation."""
        # sudo: nobody writes the mark
        anew = self.sudo().filtered(lambda line: line.state == "sale" and not line.som_priced_anew)
        if anew:
            anew.som_priced_anew = True

    def _som_leave_holds(self):
        """What lines that go were held for stays on record with their order."""
        holds = self.env["som.hold"].sudo().search([("line_id", "in", self.ids)])  # sudo: nobody writes holds
        holds.filtered(lambda hold: hold.state == "open")._end("cleared")
        if holds:
            holds.write({"line_id": False, "covers": False})
