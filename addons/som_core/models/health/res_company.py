from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    som_health_review_score = fields.Integer(
        string="Duplicates to Review From", default=60, required=True,
        help="Customers that are alike to this many points of 100 are shown as likely duplicates.")
    som_health_merge = fields.Boolean(
        string="Merge Duplicates Automatically",
        help="Off: every pair waits for a person. Customers shared by all companies are merged automatically "
             "only where every company has this on.")
    som_health_merge_score = fields.Integer(
        string="Duplicates to Merge From", default=95, required=True,
        help="Pairs with this many points of 100 are merged automatically.")
    som_health_obsolete_months = fields.Integer(
        string="Months without Sales", default=12, required=True,
        help="A product that was not sold for so long is shown as obsolete.")

    _som_health_scores = models.Constraint(
        "CHECK (0 < som_health_review_score AND som_health_review_score <= som_health_merge_score"
        " AND som_health_merge_score <= 100)",
        "Points for review are more than 0, points for merging at least as many, and at most 100.")
    _som_health_months_positive = models.Constraint(
        "CHECK (som_health_obsolete_months > 0)", "A product is obsolete after one month or more without sales.")

    def write(self, vals):
        done = super().write(vals)
        if "som_health_review_score" in vals:
            # sudo: what is compared is nobody's own, and the right to write the setting has been checked
            self.env["som.partner.key"].sudo()._som_compare_all_again()
        return done
