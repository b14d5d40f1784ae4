from odoo import models


class StockPicking(models.Model):
    """Transfers of orders that say what becomes of their rest: nobody is asked, and it is done.

    An order's word stands above the operation type's (ask, always, never), for each transfer by itself, however
    many are validated together. Where no order says anything native code decides, as ever.
    """

    _inherit = "stock.picking"

    def _som_with_rest_policy(self):
        """Transfers of orders that say something; what happened long ago, and is replayed, was decided then."""
        if self.env.context.get("som_history"):
            return self.browse()
        return self.filtered(lambda picking: any(
            move._som_rest_policy() for move in picking.move_ids if move._som_is_open()))

    def _check_backorder(self):
        return super()._check_backorder() - self._som_with_rest_policy()

    def _action_done(self):
        decided = self._som_with_rest_policy()
        result = True
        if self - decided:
            result = super(StockPicking, self - decided)._action_done()
        if decided:
            result = decided._som_done_with_rest(super(
                StockPicking, decided.with_context(cancel_backorder=False, som_rest=True))._action_done)
        self._som_queue_notices()
        return result

    def _som_done_with_rest(self, finish):
        """Validate; what was cancelled by that leaves the order lines.

        :param finish: validates these transfers
        """
        # sudo: who ships may neither read nor change orders, but what he leaves behind is true for them
        cancelling = self.sudo().move_ids.filtered(lambda move: (
            move._som_is_open() and move._som_rest_policy() == "cancel"))
        before = cancelling.sale_line_id._som_totals()
        left_in = {move.sale_line_id: move.picking_id for move in cancelling.sorted("id", reverse=True)}
        result = finish()
        cancelling.sale_line_id._som_settle(before, left_in=left_in)
        return result

    def _create_backorder(self, backorder_moves=None):
        backorders = super()._create_backorder(backorder_moves=backorder_moves)
        # a transfer that was only divided has left nothing behind
        backorders.filtered(lambda backorder: any(
            move.state == "done" for move in backorder.backorder_id.move_ids)).move_ids._som_mark_left_behind()
        return backorders
