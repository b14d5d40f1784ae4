from odoo import api, fields, models

#: Requests are no orders yet: they are asked for, and a click away from being ordered.
REQUESTED = ("draft", "sent", "to approve")
#: What of a line changes what is asked for, or when it comes.
TELLING = frozenset({"product_id", "product_qty", "product_uom_id", "date_planned", "move_dest_ids"})


class PurchaseOrderLine(models.Model):
    """What is asked for or ordered changes: those who wait for it are looked at again, and so is the board."""

    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._som_tell_promises()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not TELLING.isdisjoint(vals):
            self._som_tell_promises()
        return result

    def unlink(self):
        self._som_tell_promises()
        return super().unlink()

    def _som_tell_promises(self):
        """Note the products of these lines, in companies that promise dates."""
        promising = self.company_id.sudo().filtered("som_promise")  # sudo: whether dates are promised is no secret
        if promising:
            self.env["som.promise.event"]._som_happened(self.filtered(
                lambda line: line.company_id in promising and line.product_id.is_storable).product_id)

    def _som_bound_qty(self):
        """How much of a request is for moves that have ordered it for themselves, in units of the product."""
        self.ensure_one()
        asked = self.product_uom_id._compute_quantity(self.product_qty, self.product_id.uom_id, round=False)
        return min(asked, sum(self.move_dest_ids.filtered(lambda move: move._som_is_open()).mapped("product_qty")))

    def _update_move_date_deadline(self, new_date):
        """A new planned date is the date of the receipt, where dates are promised.

        Odoo gives it to the receipt as its deadline alone. What was promised counts on the date for which the receipt
        is planned; and whoever speaks last is right, the vendor or the warehouse.
        """
        result = super()._update_move_date_deadline(new_date)
        date = fields.Datetime.to_datetime(new_date)
        # sudo: whether dates are promised is no secret
        promising = self.filtered(lambda line: line.date_planned != date and line.company_id.sudo().som_promise)
        promising.move_ids.filtered(
            lambda move: move._som_is_open() and not move._is_purchase_return() and move.date != date).date = date
        return result
