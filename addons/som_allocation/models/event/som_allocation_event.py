from odoo import api, fields, models

PRODUCTS_AT_ONCE = 500


class SomAllocationEvent(models.Model):
    """Something happened to a product that may change who gets it: the next run looks at it."""

    _name = "som.allocation.event"
    _description = "Reason to Allocate"
    _log_access = False

    policy_id = fields.Many2one("som.allocation.policy", required=True, ondelete="cascade", index=True)
    product_id = fields.Many2one("product.product", ondelete="cascade", help="Empty: all products.")
    cause = fields.Selection(
        [("stock", "Stock came in"), ("release", "An order was released"), ("cancel", "An order was cancelled"),
         ("policy", "The policy changed")], required=True)

    @api.model
    def _som_happened(self, policy, products, cause):
        """Note that something happened; a run follows when this transaction is through."""
        # sudo: whoever receives goods or cancels an order need not know of policies
        self.sudo().create([
            {"policy_id": policy.id, "product_id": product.id, "cause": cause} for product in products]
            or [{"policy_id": policy.id, "cause": cause}])
        self.env.ref("som_allocation.ir_cron_allocation_event").sudo()._trigger()

    @api.model
    def _som_run(self):
        """The scheduled action: runs for what happened, policy by policy, some products at a time."""
        for [policy] in self._read_group([], ["policy_id"]):
            while events := self.search([("policy_id", "=", policy.id)], order="id", limit=PRODUCTS_AT_ONCE):
                self.env["som.allocation.run"]._som_run_for(policy, events)
                if not self.env["ir.cron"]._commit_progress(len(events), remaining=self.search_count([])):
                    return
