from odoo import models


class SomAllocationPolicy(models.Model):
    """A policy can be tried on what has happened before it decides anything."""

    _inherit = "som.allocation.policy"

    def action_som_try_on_past(self):
        """A new trial of this policy, to be played."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_allocation_replay")
        return dict(action, views=[(False, "form")], context={
            "default_policy_id": self.id, "default_company_id": self.company_id.id,
            "default_warehouse_ids": self.warehouse_ids.ids})
