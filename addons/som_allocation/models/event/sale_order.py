from odoo import models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Orders that are confirmed or let go are a reason to look again at who gets what they want."""

    _inherit = "sale.order"

    def _action_confirm(self):
        result = super()._action_confirm()
        self._som_compete_again()
        return result

    def _som_compete_again(self):
        """Note the products that orders wait for with the policies that run when orders are released."""
        moves = self.sudo().order_line.move_ids.filtered(  # sudo: who confirms an order need not read transfers
            lambda move: move.state in ("confirmed", "partially_available", "waiting"))
        moves._som_tell_policies("run_on_release", "release", "location_id")

    def action_som_allocate(self):
        """A preview for all that wait for what these orders want.

        :raises UserError: where no policy decides about it, or nothing is open
        """
        # sudo: which products an order is waiting for is on the order itself
        moves = self.sudo().order_line.move_ids.filtered(
            lambda move: move.state in ("confirmed", "partially_available", "assigned")
            and move.product_id.is_storable)
        if not moves:
            raise UserError(self.env._("These orders wait for no stock: confirm them first, or choose others."))
        runs = self.env["som.allocation.run"]
        for company, wanted in moves.grouped("company_id").items():
            for policy in self.env["som.allocation.policy"].with_company(company)._som_active(company):
                mine = wanted.filtered(lambda move, policy=policy: policy._som_covers(move.location_id.warehouse_id))
                if mine:
                    runs += runs.with_company(company).create({
                        "company_id": company.id, "policy_id": policy.id,
                        "product_ids": [(6, 0, mine.product_id.ids)]})
        if not runs:
            raise UserError(self.env._(
                "No allocation policy is active here. Activate one under Configuration, Allocation Policies."))
        runs.action_preview()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_allocation_run")
        if len(runs) == 1:
            return dict(action, view_mode="form", views=[(False, "form")], res_id=runs.id)
        return dict(action, domain=[("id", "in", runs.ids)])
