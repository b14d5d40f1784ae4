from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import float_compare


class StockMove(models.Model):
    """The rest of an order that is cancelled: at validation where its policy says so, or because somebody decides."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Cancel what was not picked at all, for orders whose rest is cancelled."""
        if self.env.context.get("som_rest"):
            self._som_unpicked_rest()._som_cancel_rest()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _create_backorder(self):
        """Cancel what was picked in part, where native code would leave a backorder."""
        if not self.env.context.get("som_rest"):
            return super()._create_backorder()
        cancelling = self.filtered(lambda move: move._som_rest_policy() == "cancel")
        rest = super(StockMove, self - cancelling)._create_backorder()
        # not reserved first only to be given back
        dropped = super(StockMove, cancelling.with_context(som_unreserved=True))._create_backorder()
        dropped._som_cancel_rest()
        return rest

    def _should_assign_at_confirm(self):
        return not self.env.context.get("som_unreserved") and super()._should_assign_at_confirm()

    def _som_unpicked_rest(self):
        """Moves with nothing picked, whose order cancels its rest and has something else in the same transfer."""
        going = {
            (move.picking_id, move.sudo().sale_line_id.order_id)  # sudo: who ships may not read orders
            for move in self if move.picked and move.quantity > 0}
        return self.filtered(lambda move: (
            (move.quantity <= 0 or not move.picked) and move._som_is_open()
            and (move.picking_id, move.sudo().sale_line_id.order_id) in going  # sudo: see above
            and move._som_rest_policy() == "cancel"))

    def _som_cancel_rest(self):
        """Cancel these moves and what waits for their goods further on; offer to others what they held."""
        held = self.filtered("quantity")
        later = self.move_dest_ids
        self._action_cancel()
        while later := later.filtered(lambda move: move._som_is_open() and move._som_is_outward()):
            later = later._som_shorten()
        held._som_offer()

    def _som_shorten(self):
        """Cancel what these moves ask for more than the steps before them bring.

        :return: the moves that wait for the goods after them
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        values = []
        for move in self.with_context(som_unreserved=True).filtered("move_orig_ids"):
            coming = sum(
                origin.product_uom._compute_quantity(
                    origin.quantity if origin.state == "done" else origin.product_uom_qty, move.product_id.uom_id)
                for origin in move.move_orig_ids if origin.state != "cancel")
            excess = move.product_qty - coming
            if coming and float_compare(excess, 0, precision_digits=digits) > 0:
                values += move._split(excess)
        dropped = self.create(values).with_context(som_unreserved=True)
        dropped._action_confirm(merge=False, create_proc=False)
        later = dropped.move_dest_ids
        dropped._action_cancel()
        return later

    def _som_offer(self):
        """Reserve what these moves gave up for those that wait for it, in native order or as a policy says."""
        # sudo: a setting
        if not self or self.env["ir.config_parameter"].sudo().get_param("stock.picking_no_auto_reserve"):
            return
        places = Domain.OR(
            Domain([("product_id", "=", product.id), ("location_id", "=", place.id)])
            for product, place in {(move.product_id, move.location_id) for move in self})
        # sudo: a salesperson who cancels a rest decides nothing about who waits for it
        waiting = self.sudo().search(places & Domain([
            ("state", "in", ("confirmed", "partially_available")), ("procure_method", "=", "make_to_stock"),
            "|", ("reservation_date", "<=", fields.Date.today()),
            ("picking_type_id.reservation_method", "=", "at_confirm"),
        ]), order="priority desc, date, id")
        # picked as it is, a transfer that is being validated takes nothing more
        waiting = waiting.filtered(lambda move: not move.picked)
        waiting.with_context(som_backorders_before=())._action_assign()
