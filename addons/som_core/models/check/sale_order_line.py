from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Written by the flows themselves, not by somebody who changes what was ordered.
NOT_A_CHANGE = frozenset({
    "state", "sequence", "invoice_lines", "qty_delivered", "qty_delivered_manual", "qty_invoiced", "qty_to_invoice",
    "invoice_status", "technical_price_unit", "move_ids", "untaxed_amount_invoiced", "untaxed_amount_to_invoice",
    "analytic_distribution", "extra_tax_data", "collapse_prices", "collapse_composition", "som_priced_anew",
    "som_ordered_anew",
})
#: What makes a price, and what makes what is ordered.
PRICE = frozenset({"price_unit", "discount", "product_id", "product_uom_id"})
ORDERED = frozenset({"product_id", "product_uom_id", "product_uom_qty"})
#: Said below, by nobody else.
MARKS = ("som_priced_anew", "som_ordered_anew")


class SaleOrderLine(models.Model):
    """A changed line is a changed order: it is checked again."""

    _inherit = "sale.order.line"

    som_priced_anew = fields.Boolean(
        string="Priced After Confirmation", copy=False, readonly=True,
        help="The price was not agreed when the order was confirmed: it is checked.")
    som_ordered_anew = fields.Boolean(
        string="Ordered After Confirmation", copy=False, readonly=True,
        help="Product or quantity were not agreed when the order was confirmed: they are checked.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([
            {name: value for name, value in vals.items() if name not in MARKS} for vals in vals_list])
        lines._som_mark_anew(MARKS)
        lines.order_id._som_changed()
        return lines

    def write(self, vals):
        if not self.env.su and not vals.keys().isdisjoint(MARKS):
            raise AccessError(self.env._("Whether a line is checked follows from when it was entered."))
        result = super().write(vals)
        self._som_mark_anew([mark for mark, names in zip(MARKS, (PRICE, ORDERED), strict=True)
                             if not names.isdisjoint(vals)])
        if not vals.keys() <= NOT_A_CHANGE:
            self.order_id._som_changed()
        return result

    def unlink(self):
        orders = self.order_id
        self._som_leave_holds()
        result = super().unlink()
        orders._som_changed()
        return result

    def _som_mark_anew(self, marks):
        """Remember the lines of confirmed orders of which something was not agreed by the confirmation."""
        for mark in marks:
            # sudo: nobody writes the marks
            anew = self.sudo().filtered(lambda line, mark=mark: line.state == "sale" and not line[mark])
            if anew:
                anew[mark] = True

    def _som_leave_holds(self):
        """What lines that go were held for stays on record with their order."""
        holds = self.env["som.hold"].sudo().search([("line_id", "in", self.ids)])  # sudo: nobody writes holds
        holds.filtered(lambda hold: hold.state == "open")._end("cleared")
        if holds:
            holds.write({"line_id": False, "covers": False})
