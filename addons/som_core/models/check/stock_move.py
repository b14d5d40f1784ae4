from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """What is held is not reserved, and does not leave the house."""

    _inherit = "stock.move"

    def _som_held(self, stage):
        """The moves whose order, or line, is held from a stage."""
        lines = self.sudo().sale_line_id  # sudo: holds bind people in the warehouse, who may not read orders
        holds = lines.order_id._som_blocked(stage)
        if not holds:
            return self.browse()
        held_orders = holds.filtered(lambda hold: not hold.line_id).order_id
        held_lines = holds.line_id
        return self.filtered(lambda move: (
            move.sudo().sale_line_id in held_lines or move.sudo().sale_line_id.order_id in held_orders))

    def _som_to_customer(self):
        """The moves that ship to a customer."""
        return self.filtered(
            lambda move: move.location_dest_id.usage == "customer" and move.sudo().sale_line_id)  # sudo: see _som_held

    def _action_assign(self, force_qty=False):
        return super(StockMove, self - self._som_held("allocated"))._action_assign(force_qty=force_qty)

    def _action_done(self, cancel_backorder=False):
        leaving = self._som_to_customer().filtered(lambda move: move.state not in ("done", "cancel"))
        held = leaving.filtered("quantity")._som_held("shipped")
        if held:
            raise UserError(held.picking_id[:1]._som_held_text(held) or self.env._(
                "These goods are held: %s", held[0].reference))
        return super()._action_done(cancel_backorder=cancel_backorder)
