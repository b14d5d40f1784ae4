from odoo import api, fields, models

from .policies import REST_HELP, REST_POLICIES, shipping_sentence


class ResPartner(models.Model):
    """What a customer wants done with goods that are not there when the others ship."""

    _inherit = "res.partner"

    som_rest_policy = fields.Selection(
        REST_POLICIES, string="The Rest of an Order", company_dependent=True, groups="base.group_user",
        help=REST_HELP + "What the customer's new orders start with. Empty: as the company's settings say.")
    som_tell_shipped_in_part = fields.Selection(
        [("yes", "Always"), ("no", "Never")], string="Mail About Partial Shipments", company_dependent=True,
        groups="base.group_user", help="Empty: as the company's settings say.")
    som_shipping_text = fields.Char(compute="_compute_som_shipping_text", groups="base.group_user")

    @api.depends("som_picking_policy", "som_minimum_fill", "som_rest_policy")
    @api.depends_context("company", "lang")
    def _compute_som_shipping_text(self):
        start = self.env["sale.order"].default_get(["picking_policy"]).get("picking_policy")
        for partner in self:
            partner.som_shipping_text = shipping_sentence(
                self.env, partner.som_picking_policy or start, partner.som_minimum_fill,
                partner.som_rest_policy or self.env.company.som_rest_policy)

    def _som_is_told_of_rests(self, company, wanted=False):
        """Whether the customer gets mail about orders that ship in part.

        :param bool wanted: somebody wants him to be told, whatever the company does otherwise
        """
        self.ensure_one()
        wish = self.commercial_partner_id.with_company(company).som_tell_shipped_in_part
        return wish == "yes" if wish else wanted or company.som_tell_shipped_in_part
