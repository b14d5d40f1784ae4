from odoo import models


class StockPicking(models.Model):
    """Customers are told what shipped of their order and what follows."""

    _inherit = "stock.picking"

    def _som_queue_notices(self):
        """Queue a notice for each order that these transfers ship in part, where the customer is to be told."""
        if self.env.context.get("som_history"):
            return
        # sudo: who ships may not read orders; customers are told whoever it is
        leaving = self.sudo().move_ids.filtered(lambda move: (
            move.state == "done" and move.sale_line_id and move.location_dest_id._is_outgoing()
            and not move.location_id._is_outgoing()))
        orders_of = {
            picking: moves.sale_line_id.order_id._som_to_be_told()
            for picking, moves in leaving.grouped("picking_id").items()}
        self.env["som.shipping.notice"].sudo()._som_queue(orders_of)  # sudo: see above
