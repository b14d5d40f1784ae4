from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """What Data Health knows goes over before Odoo's SQL does: rows that then exist twice would be lost."""
        # sudo: whoever may merge contacts need not have the right to review data
        self.env["som.partner.duplicate"].sudo()._som_note_merge(src_partners, dst_partner)
        self.env["som.health.finding"].sudo().search([("partner_id", "in", src_partners.ids)]).unlink()
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
