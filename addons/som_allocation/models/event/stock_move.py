from odoo import models


class StockMove(models.Model):
    """Stock that comes in, or is given up, is a reason to look again at who gets it."""

    _inherit = "stock.move"

    def _trigger_assign(self):
        """What came in goes where the policies say that run for it; to all other demand natively."""
        told = self._som_tell_policies("run_on_stock", "stock")
        return super(StockMove, self.with_context(som_told_policies=tuple(told.ids)))._trigger_assign()

    def _action_cancel(self):
        held = self.filtered("quantity")
        result = super()._action_cancel()
        held._som_tell_policies("run_on_cancel", "cancel", "location_id")
        return result

    def _som_tell_policies(self, flag, cause, place="location_dest_id"):
        """Note the products of these moves with every policy that runs when something like this happens.

        :param str flag: the policy's field that says so
        :param str place: field of the move: where the goods are now
        :return: the policies that were told
        """
        told = self.env["som.allocation.policy"]
        for company, moves in self.grouped("company_id").items():
            for policy in self.env["som.allocation.policy"]._som_active(company).filtered(flag):
                mine = moves.filtered(lambda move, policy=policy: (
                    move.product_id.is_storable and policy._som_covers(move[place].warehouse_id)))
                if mine:
                    self.env["som.allocation.event"]._som_happened(policy, mine.product_id, cause)
                    told |= policy
        return told
