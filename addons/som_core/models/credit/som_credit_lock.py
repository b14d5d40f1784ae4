from odoo import api, fields, models
from odoo.tools import SQL


class SomCredit(models.AbstractModel):
    """Keeping two transactions from using the same credit; see ``som.credit.account`` for why and how."""

    _inherit = "som.credit"

    @api.model
    def _som_lock(self, partners, companies):
        """Take the credit of some customers, and of the groups they share a limit with, until the transaction ends.

        To be called before exposures are read. Always in the same order:
        customers by id, then groups by id.

        :param partners: ``res.partner``; contacts stand for their commercial entity
        :param companies: ``res.company`` whose credit is about to be used
        :raises psycopg2.errors.SerializationFailure: when another transaction took it after this one began; the
            caller lets it through, so that the request is tried again
        """
        debtors = sorted(set(self._som_debtor_ids(partners).values()))
        roots = sorted(set(companies.sudo().root_id.ids))  # sudo: a branch's user need not see the parent
        if not debtors or not roots:
            return
        self.env.execute_query(SQL(
            """INSERT INTO som_credit_account (partner_id, company_id, used_at, create_uid, create_date)
               SELECT partner_id, company_id, %(now)s, %(uid)s, %(now)s
                 FROM UNNEST(%(debtors)s) partner_id, UNNEST(%(roots)s) company_id
                ORDER BY partner_id, company_id
                   ON CONFLICT (partner_id, company_id) DO UPDATE SET used_at = EXCLUDED.used_at
               RETURNING id""",
            now=fields.Datetime.now(), uid=self.env.uid, debtors=debtors, roots=roots))
        for company in companies:
            groups = {limit.group_id for limit in self._som_limits(partners, company).values()} - {None}
            if groups:
                self.env["som.credit.group"].browse(groups)._som_touch()
