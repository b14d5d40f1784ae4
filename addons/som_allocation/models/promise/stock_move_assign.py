from odoo import fields, models

SOON = "som_left_by_promises"


class Left(dict):
    """Move id → what others leave to it of the stock; a class of its own, as nobody can send one in a context."""


class StockMove(models.Model):
    """Stock goes to those who were promised a date before those who were not.

    Odoo goes by planned dates. Who was promised nothing is planned for now, and would take what others were promised:
    of what comes in, and of what is in stock for those who are reserved later.
    """

    _inherit = "stock.move"

    def _som_has_ranks(self):
        return super()._som_has_ranks() or bool(self._som_promising())

    def _som_rank(self, meant_for):
        return (*super()._som_rank(meant_for), self._som_is_unpromised())

    def _som_is_unpromised(self):
        line = self.sudo().sale_line_id  # sudo: whoever moves goods may not read the order they are for
        return bool(line) and line.company_id.som_promise and not line.som_promised_date

    def _action_assign(self, force_qty=False):
        left = {} if force_qty else self._som_left_by_promises()
        moves = self.with_context(**{SOON: Left(left)}) if left else self
        return super(StockMove, moves)._action_assign(force_qty=force_qty)

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        left = self.env.context.get(SOON)
        # strict: goods that were brought here for this very move
        if not strict and isinstance(left, Left) and self.id in left:
            need = min(need, left[self.id])
        return super()._update_reserved_quantity(need, location_id, lot_id, package_id, owner_id, strict)

    def _som_left_by_promises(self):
        """What those of the moves that were promised nothing may take of the stock now: id → product units.

        Only where somebody is promised the same goods, and reserved later than at confirmation.
        """
        mine = self.filtered(lambda move: move.procure_method == "make_to_stock" and move._som_is_unpromised())
        # sudo: who waits for the same goods decides, whoever reserves
        later = mine.sudo().search([
            ("product_id", "in", mine.product_id.ids), ("company_id", "in", mine.company_id.ids),
            ("state", "in", ("confirmed", "partially_available")), ("sale_line_id.som_promised_date", "!=", False),
            ("picking_type_id.reservation_method", "!=", "at_confirm"),
            "|", ("reservation_date", "=", False), ("reservation_date", ">", fields.Date.today()),
        ]) if mine else mine
        left, scale = {}, self.env["som.allocation.snapshot"]._som_scale()
        for company, waiting in mine.filtered(
                lambda move: move.product_id in later.product_id).grouped("company_id").items():
            ready = self.env["som.promise"].sudo()._som_ready(  # sudo: as above
                company, [], fields.Datetime.now(), waiting.product_id.ids, frozenset(waiting.ids))
            left.update({
                move.id: sum(part.quantity for part in ready[move.id].parts
                             if not part.batch and not part.is_to_order) / scale
                for move in waiting if move.id in ready})
        return left
