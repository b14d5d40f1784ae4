from odoo import models


class StockMoveLine(models.Model):
    """Goods turn out not to be there: who had reserved them is sourced anew, where the company wants that by itself."""

    _inherit = "stock.move.line"

    def _free_reservation(self, product_id, location_id, quantity, *args, **kwargs):
        # sudo: a setting; and who counts or scraps goods may not read the orders that they were for
        if not self.company_id.sudo().som_source_again:
            return super()._free_reservation(product_id, location_id, quantity, *args, **kwargs)
        holding = self.sudo().search([
            ("product_id", "=", product_id.id), ("location_id", "=", location_id.id), ("picked", "=", False),
            ("state", "not in", ("done", "cancel")), ("quantity_product_uom", ">", 0),
            ("move_id.sale_line_id", "!=", False), ("id", "not in", self.ids)]).move_id
        before = {move: move.quantity for move in holding}
        result = super()._free_reservation(product_id, location_id, quantity, *args, **kwargs)
        short = holding.filtered(
            lambda move: move._som_is_open() and move.product_uom.compare(move.quantity, before[move]) < 0)
        self.env["som.sourcing.event"]._som_happened([{
            "warehouse_id": move._som_ships_from().id, "order_id": move.sale_line_id.order_id.id,
            "line_id": move.sale_line_id.id, "cause": self.env._(
                "%(warehouse)s has less of %(product)s than it had reserved: %(document)s",
                warehouse=move._som_ships_from().name, product=product_id.display_name,
                document=self.move_id.reference or self.move_id.display_name),
        } for move in short if move._som_ships_from()])
        return result
