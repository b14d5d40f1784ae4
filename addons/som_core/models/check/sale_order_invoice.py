from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What is held is not invoiced; the other orders and lines are."""

    _inherit = "sale.order"

    def _som_hold_back_invoicing(self):
        """Make the checks before invoicing.

        :return: (orders that are held as a whole, lines that are held), in superuser mode
        """
        if self.env.context.get("som_history") and self.env.user.has_group("som_core.group_som_manager"):
            return self.browse(), self.env["sale.order.line"]
        self._som_check(("invoiced",))
        holds = self._som_blocked("invoiced")
        return holds.filtered(lambda hold: not hold.line_id).order_id, holds.line_id

    def _create_invoices(self, grouped=False, final=False, date=None):
        held, lines = self._som_hold_back_invoicing()
        if not held and not lines:
            return super()._create_invoices(grouped=grouped, final=final, date=date)
        ready = self._som_free_to_invoice(held, lines)
        if not ready or (not ready._som_has_to_invoice(final) and self._som_has_to_invoice(final)):
            if self.env.context.get("raise_if_nothing_to_invoice", True):
                raise UserError(self._som_not_invoiced_text())
            return self.env["account.move"]
        return super(SaleOrder, ready)._create_invoices(grouped=grouped, final=final, date=date)

    def _som_free_to_invoice(self, held, lines):
        """The orders that are not held as a whole, without their held lines."""
        # held lines go by context, so that they are looked up once; it can only take lines away
        return self.filtered(lambda order: order.id not in held.ids).with_context(som_held_line_ids=tuple(lines.ids))

    def _som_has_to_invoice(self, final):
        """Whether anything is left to invoice, as ``_create_invoices`` decides."""
        return any(not line.display_type for order in self for line in order._get_invoiceable_lines(final))

    def _get_invoiceable_lines(self, final=False):
        lines = super()._get_invoiceable_lines(final)
        held = set(self.env.context.get("som_held_line_ids", ()))
        return lines.filtered(lambda line: line.id not in held) if held else lines

    def _som_not_invoiced_text(self):
        holds = self._som_blocked("invoiced").with_context(lang=self.env.lang)
        return self.env._(
            "Nothing is invoiced, %(orders)s is held: %(reasons)s", orders=", ".join(self.mapped("name")[:10]),
            reasons="\n".join(dict.fromkeys(holds.mapped("message"))))
