from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...engine import undo as undoing


class SomAllocationRun(models.Model):
    """Gives back what a run changed, as far as nobody has picked it."""

    _inherit = "som.allocation.run"

    undone_at = fields.Datetime(readonly=True, copy=False)
    undone_by = fields.Many2one("res.users", readonly=True, copy=False)

    def action_undo(self):
        """Restore the reservations as they were before the run.

        :raises UserError: where no product can be given back
        """
        self._som_check_rights()
        for run in self:
            if run.state != "applied":
                raise UserError(self.env._("%s has not been applied, so there is nothing to undo.", run.name))
            run._som_undo()
        return True

    def _som_undo(self):
        self.ensure_one()
        before, planned = self._som_kept_snapshot(), self._som_kept_plan()
        touched = sorted({change.demand for change in planned.changes})
        # sudo: reservations are written for whoever may undo a run
        now = self.env["som.allocation.snapshot"].sudo()._som_read(
            self.policy_id.sudo(), SQL("m.id = ANY(%s)", touched), self.as_of)
        changes, refused = undoing.undo(before, planned.changes, now)
        if refused and not changes:
            raise UserError(self._som_refused_text(before, refused))
        writer = self.env["som.allocation.writer"].sudo()  # sudo: see above
        writer._som_lock(now)
        writer._som_write(now, changes)
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
