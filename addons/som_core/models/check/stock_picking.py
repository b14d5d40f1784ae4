from odoo import api, fields, models


class StockPicking(models.Model):
    """A held delivery stays, the others of its batch go."""

    _inherit = "stock.picking"

    som_hold_reason = fields.Text(string="Held", compute="_compute_som_hold_reason")

    @api.depends("state", "move_ids.sale_line_id.order_id.som_hold_status")
    @api.depends_context("lang")
    def _compute_som_hold_reason(self):
        for picking in self:
            picking.som_hold_reason = False
            # sudo: people in the warehouse may not read orders, but should know why one waits
            status = picking.sudo().move_ids.sale_line_id.order_id.mapped("som_hold_status")
            if "held" in status and picking.state not in ("done", "cancel"):
                moves = picking.move_ids._som_to_customer()
                picking.som_hold_reason = picking._som_reasons(moves, "shipped") or False

    def _som_reasons(self, moves, stage):
        lines = moves.sudo().sale_line_id  # sudo: see above
        holds = lines.order_id._som_blocked(stage).filtered(lambda hold: not hold.line_id or hold.line_id in lines)
        return "\n".join(dict.fromkeys(holds.with_context(lang=self.env.lang).mapped("message")))

    def _som_held_text(self, moves):
        """What somebody reads who tries to ship what is held."""
        self.ensure_one()
        return self.env._(
            "Transfer %(transfer)s is held, it stays until that is settled: %(reasons)s",
            transfer=self.name, reasons=self._som_reasons(moves, "shipped"))

    def button_validate(self):
        """Validate what may leave; what is held stays, and whoever validates is told why."""
        held = self._som_hold_back()
        if not held:
            return super().button_validate()
        ready = self - held
        result = super(StockPicking, ready).button_validate() if ready else True
        if result is not True:
            return result  # a question about the others comes first
        texts = [picking._som_held_text(picking.move_ids._som_to_customer()) for picking in held[:5]]
        return self.env["sale.order"]._som_tell("\n".join(texts), "warning")

    def _som_hold_back(self):
        """Make the checks before shipping.

        :return: transfers with something to ship that is held
        """
        moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))._som_to_customer()
        if not moves:
            return self.browse()
        moves.sudo().sale_line_id.order_id._som_check(("shipped",))  # sudo: see _compute_som_hold_reason
        held = moves._som_held("shipped")
        return held.filtered(lambda move: move.quantity or not move.picking_id.move_ids.filtered("quantity")).picking_id
