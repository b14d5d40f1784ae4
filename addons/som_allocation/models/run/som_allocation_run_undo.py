from odoo import fields, models
from odoo.exceptions import UserError

from ... import turnstile
from ...engine import undo as undoing
from ..assign.neutral import NeutralPolicy


class SomAllocationRun(models.Model):
    """Gives back what a run changed, as far as nobody has picked it."""

    _inherit = "som.allocation.run"

    undone_at = fields.Datetime(readonly=True, copy=False)
    undone_by = fields.Many2one("res.users", readonly=True, copy=False)

    def _som_undo(self):
        """Give back what the plan changed, product by product; a product somebody has gone on with stays as it is.

        :raises UserError: where nothing can be given back
        """
        self.ensure_one()
        before, planned = self._som_kept_snapshot(), self._som_kept_plan()
        touched = self.env["stock.move"].browse(sorted({change.demand for change in planned.changes}))
        turnstile.begin(self.env, touched.exists().product_id)
        if self.state != "applied":
            return  # somebody else was faster while this one waited
        # sudo: reservations are written for whoever may undo a run
        reader = self.env["som.allocation.snapshot"].sudo()
        now = reader._som_read(
            NeutralPolicy(self.company_id, touched.ids), reader._som_scope_of_moves(touched), self.as_of)
        changes, refused = undoing.undo(before, planned.changes, now)
        if refused and not changes:
            raise UserError(self._som_refused_text(before, refused))
        writer = self.env["som.allocation.writer"].sudo()  # sudo: see above
        writer._som_lock(now)
        writer._som_write(now, changes, before)
        self._som_count_back(before, {change.demand for change in changes})
        self.write({
            "state": "undone", "undone_at": fields.Datetime.now(), "undone_by": self.env.uid,
            "note": self._som_refused_text(before, refused) if refused else False})

    def _som_refused_text(self, before, refused):
        """Which products keep what the run gave them, and whose line is the reason."""
        demands = {demand.id: demand for demand in before.demands}
        # sudo: names of what the company's own run is about
        moves = self.env["stock.move"].sudo().browse(refused).exists()
        names = {move.id: move.sale_line_id.order_id.name for move in moves}
        products = self.env["product.product"].sudo().browse({demands[move].product for move in refused})
        texts = {
            undoing.PICKED: self.env._("has been picked, shipped or cancelled"),
            undoing.TOUCHED: self.env._("has had its reservation changed"),
            undoing.TAKEN: self.env._("held stock that is gone or that somebody else has now"),
        }
        return "\n".join(
            self.env._("%(product)s stays as the run left it: %(reasons)s.", product=product.display_name,
                       reasons=", ".join(
                           f"{names.get(move, self.env._('a removed order'))} {texts[why]}"
                           for move, why in sorted(refused.items()) if demands[move].product == product.id))
            for product in products.sorted("display_name"))
