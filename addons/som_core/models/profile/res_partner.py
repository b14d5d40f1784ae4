from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ResPartner(models.Model):
    """Where a customer stands with the company, and how he wants to be served."""

    _inherit = "res.partner"

    som_tier_id = fields.Many2one(
        "som.customer.tier", string="Tier", company_dependent=True, check_company=True, groups="base.group_user",
        help="How important the customer is. Where goods are short, the first tier comes first.")
    som_picking_policy = fields.Selection(
        [("direct", "As soon as possible"), ("one", "When all products are ready")],
        string="Preferred Shipping Policy", company_dependent=True, groups="base.group_user",
        help="What the customer's new orders start with, unless their channel decides. Empty: Odoo's default.")
    som_delivery_note = fields.Text(
        string="Delivery Instructions", groups="base.group_user",
        help="Shown on deliveries to this address, and printed on their slips. "
             "Empty: those of the company the address belongs to.")
    som_undeliverable = fields.Boolean(
        string="Undeliverable", groups="base.group_user", help="Parcels to this address come back.")
    som_undeliverable_reason = fields.Char(
        string="What Is Wrong With It", groups="base.group_user",
        help="Why parcels come back, and what would mend the address.")
    som_blocked = fields.Boolean(
        string="No New Orders", company_dependent=True, groups="base.group_user",
        help="The customer gets no new orders. Set by order managers and invoicing staff.")
    som_blocked_reason = fields.Char(
        string="Reason for the Block", company_dependent=True, groups="base.group_user")
    som_may_block = fields.Boolean(compute="_compute_som_may_block", string="May Block", groups="base.group_user")

    @api.depends_context("uid")
    def _compute_som_may_block(self):
        self.som_may_block = self._som_has_right_to_block()

    def _som_has_right_to_block(self):
        return (self.env.su or self.env.user.has_group("som_core.group_som_manager")
                or self.env.user.has_group("account.group_account_invoice"))

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        # sudo: what came of defaults in a context counts as well, whoever may read the fields
        blocked = partners.sudo().filtered(lambda partner: partner.som_blocked or partner.som_blocked_reason)
        if blocked:
            self._som_check_may_block()
            blocked._som_check_block_is_for_customers()
        return partners

    def write(self, vals):
        changes_block = any(
            name in vals and any((partner[name] or False) != (vals[name] or False) for partner in self)
            for name in ("som_blocked", "som_blocked_reason"))
        if changes_block:
            self._som_check_may_block()
            if vals.get("som_blocked"):
                self._som_check_block_is_for_customers()
        return super().write(vals)

    def _som_check_may_block(self):
        if not self._som_has_right_to_block():
            raise AccessError(self.env._(
                "Only order managers and invoicing staff may block a customer or release him. Ask one of them."))

    def _som_check_block_is_for_customers(self):
        """A block is for the whole customer: on one of his contacts it would go unseen."""
        for partner in self:
            if partner.commercial_partner_id != partner:
                raise UserError(self.env._(
                    "%(contact)s belongs to %(customer)s: block %(customer)s instead.",
                    contact=partner.display_name, customer=partner.commercial_partner_id.display_name))
