from odoo import api, models
from odoo.tools import SQL

from .som_health_finding import ADDRESS


class SomHealthFinding(models.Model):
    """Customers whose address lacks what a letter needs in their country."""

    _inherit = "som.health.finding"

    @api.model
    def _som_find_addresses(self, company):
        """Bring the findings of a company's customers, and of those that all companies share, up to date.

        A customer is who was invoiced or has an order, in whatever role; a person below a company has its address.
        """
        self.env["res.partner"].flush_model()
        self.env["sale.order"].flush_model()
        here = SQL("(%(table)s.company_id IS NULL OR %(table)s.company_id = %(company)s)",
                   table=SQL.identifier("f"), company=company.id)
        self._som_sync("address", self._som_incomplete(company), here)

    @api.model
    def _som_incomplete(self, company):
        """SQL: the findings, with the names of what is missing."""
        return SQL(
            """
            WITH ordering AS (
                SELECT partner_id AS id FROM sale_order
                UNION SELECT partner_shipping_id FROM sale_order
                UNION SELECT partner_invoice_id FROM sale_order),
            judged AS (
                SELECT p.id, p.company_id, array_remove(ARRAY[
                    CASE WHEN COALESCE(btrim(p.street), '') = '' THEN 'street' END,
                    CASE WHEN country.zip_required AND COALESCE(btrim(p.zip), '') = '' THEN 'zip' END,
                    CASE WHEN COALESCE(btrim(p.city), '') = '' THEN 'city' END,
                    CASE WHEN country.state_required AND p.state_id IS NULL THEN 'state_id' END,
                    CASE WHEN p.country_id IS NULL THEN 'country_id' END], NULL) AS missing
                  FROM res_partner p LEFT JOIN res_country country ON country.id = p.country_id
                 WHERE p.active AND (p.company_id IS NULL OR p.company_id = %(company)s)
                   AND (p.parent_id IS NULL OR p.is_company OR COALESCE(p.type, 'contact') <> 'contact')
                   AND (p.customer_rank > 0 OR p.id IN (SELECT id FROM ordering)))
            SELECT 'incomplete' AS cause, company_id, id AS partner_id, NULL::int AS product_id,
                   NULL::int AS rule_id, NULL::int AS other_rule_id,
                   jsonb_build_object('missing', to_jsonb(missing)) AS details
              FROM judged WHERE cardinality(missing) > 0
            """, company=company.id)

    def write(self, vals):
        """An address mended in the list is solved as soon as nothing is missing."""
        done = super().write(vals)
        if not set(ADDRESS).isdisjoint(vals):
            self.filtered(lambda finding: finding.kind == "address" and not finding._som_missing())._som_mark_solved()
        return done

    def _som_missing(self):
        """Names of the address fields that are missing now."""
        partner, country = self.partner_id, self.partner_id.country_id
        wanted = {"street": True, "city": True, "country_id": True,
                  "zip": country.zip_required, "state_id": country.state_required}
        return [name for name, needed in wanted.items() if needed and not partner[name]]

    def action_open_partner(self):
        return self.partner_id._get_records_action(name=self.partner_id.display_name)
