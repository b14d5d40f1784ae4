from odoo import api, models
from odoo.fields import Domain

#: Purchases that something can still become of, or for which somebody else has to be found.
PENDING = ("draft", "sent", "to approve", "cancel")


class SaleOrderLine(models.Model):
    """Promises that depend on vendors are watched as those that depend on stock."""

    _inherit = "sale.order.line"

    @api.model
    def _som_lacking(self, domain):
        """Lines too that a vendor has still to deliver, whether he was only asked, has confirmed or was cancelled."""
        domain = Domain(domain)
        # sudo: the scheduled action looks at all of them
        moves = self.env["stock.move"].sudo().search(domain & Domain([
            ("sale_line_id", "!=", False), ("company_id.som_promise", "=", True),
            ("state", "not in", ("draft", "done", "cancel")), ("location_id.usage", "=", "supplier")]))
        asked = self.env["purchase.order.line"].sudo().search(domain & Domain([
            ("sale_line_id.state", "=", "sale"), ("sale_line_id.som_promised_date", "!=", False),
            ("company_id.som_promise", "=", True), ("state", "in", PENDING),
            ("order_id.picking_type_id.code", "=", "dropship")]))
        return super()._som_lacking(list(domain)) | (moves.sale_line_id | asked.sale_line_id).filtered(
            lambda line: line.product_uom_qty > line.qty_delivered)
