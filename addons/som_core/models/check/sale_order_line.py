from odoo import api, models

#: Written by the flows themselves, not by somebody who changes what was ordered.
NOT_A_CHANGE = frozenset({
    "state", "sequence", "invoice_lines", "qty_delivered", "qty_delivered_manual", "qty_invoiced", "qty_to_invoice",
    "invoice_status", "technical_price_unit", "move_ids", "untaxed_amount_invoiced", "untaxed_amount_to_invoice",
    "analytic_distribution", "extra_tax_data", "collapse_prices", "collapse_composition",
})


class SaleOrderLine(models.Model):
    """A changed line is a changed order: it is checked again."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._som_changed()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys() <= NOT_A_CHANGE:
            self.order_id._som_changed()
        return result

    def unlink(self):
        orders = self.order_id
        self._som_leave_holds()
        result = super().unlink()
        orders._som_changed()
        return result

    def _som_leave_holds(self):
        """What lines that go were held for stays on record with their order."""
        holds = self.env["som.hold"].sudo().search([("line_id", "in", self.ids)])  # sudo: nobody writes holds
        holds.filtered(lambda hold: hold.state == "open")._end("cleared")
        if holds:
            holds.write({"line_id": False, "covers": False})
