from odoo import fields, models

from ...engine.plan import plan
from ...engine.reserve import reserving


class StockMove(models.Model):
    """Where a policy is active, orders are reserved by it: at confirmation, by the button, by the scheduler."""

    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        if force_qty or self.env.context.get("som_planned"):
            return super()._action_assign(force_qty=force_qty)
        planned = self._som_assign()
        return super(StockMove, self - planned)._action_assign(force_qty=force_qty)

    def _update_reserved_quantity_vals(self, *args, **kwargs):
        if self.env.context.get("som_planned"):
            return [], 0  # the plan has said what these moves get
        return super()._update_reserved_quantity_vals(*args, **kwargs)

    def _som_assign(self):
        """Reserve the moves that a policy governs and the engine understands: all of them at once.

        Free stock only: what others hold is theirs until a run says otherwise.

        :return: the moves that are done with; native code reserves the others
        """
        done = self.browse()
        told = self.env.context.get("som_told_policies", ())
        for policy, moves in self._som_by_policy().items():
            # a policy that was told of it answers with a run, which sees all who wait and not only these
            done |= moves if policy.id in told else moves._som_assign_by(policy)
        return done

    def _som_by_policy(self):
        """Active policy → those of the moves it governs."""
        governed = {}
        for company, moves in self.grouped("company_id").items():
            for policy in self.env["som.allocation.policy"]._som_active(company):
                mine = moves.filtered(lambda move, policy=policy: (
                    move.sale_line_id and policy._som_covers(move.location_id.warehouse_id)))
                if mine:
                    governed[policy] = mine
        return governed

    def _som_assign_by(self, policy):
        """Reserve moves by a policy, together with the rest of their orders where one waits for the other."""
        # sudo: reservation does not depend on who confirms; native code reads quants the same way
        reader = self.env["som.allocation.snapshot"].sudo().with_company(policy.company_id)
        together = self | reader._som_tied_moves(policy, self)
        snapshot = reader._som_read(policy.sudo(), reader._som_scope_of_moves(together), fields.Datetime.now())
        if not snapshot.demands:
            return self.browse()
        writer = self.env["som.allocation.writer"].sudo()  # sudo: see above
        writer._som_lock(snapshot)
        writer._som_write(snapshot, plan(reserving(snapshot)).changes)
        return self & self.browse([demand.id for demand in snapshot.demands])
