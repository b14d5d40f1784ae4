from odoo import api, fields, models
from odoo.tools import SQL


class SomHealthFinding(models.Model):
    """Price rules that never apply, or not as somebody may think who reads them."""

    _inherit = "som.health.finding"

    @api.model
    def _som_find_price_rules(self, company):
        """Bring the findings about a company's price rules, and about those that all companies share, up to date.

        Odoo takes the first rule that fits, sorted by variant, product, category, all; then by the higher minimum
        quantity; then the newer one (``product.pricelist.item._order``). A rule appears with its first cause only.
        """
        for model in ("product.pricelist", "product.pricelist.item", "product.product", "product.template"):
            self.env[model].flush_model()
        scope = SQL(
            "f.cause <> 'below_cost' AND (f.company_id IS NULL OR f.company_id = %s)", company.id)
        self._som_sync("price", self._som_idle_rules(company), scope)

    @api.model
    def _som_idle_rules(self, company):
        """SQL: the findings, the winning rule where there is one."""
        return SQL(
            """
            WITH rules AS (
                SELECT i.*, COALESCE(i.date_start, '-infinity') AS starts, COALESCE(i.date_end, 'infinity') AS ends,
                       COALESCE(p.active, TRUE) AND COALESCE(t.active, TRUE) AS sold
                  FROM product_pricelist_item i JOIN product_pricelist l ON l.id = i.pricelist_id AND l.active
                  LEFT JOIN product_template t ON t.id = i.product_tmpl_id
                  LEFT JOIN product_product p ON p.id = i.product_id
                 WHERE i.company_id IS NULL OR i.company_id = %(company)s),
            valid AS (SELECT * FROM rules WHERE sold AND ends >= %(now)s),
            beaten AS (
                SELECT DISTINCT ON (loser.id) loser.id, loser.company_id, winner.id AS winner,
                       winner.starts <= GREATEST(loser.starts, %(now)s) AND winner.ends >= loser.ends AS wholly
                  FROM valid loser JOIN valid winner ON winner.pricelist_id = loser.pricelist_id
                   AND winner.applied_on = loser.applied_on AND winner.min_quantity = loser.min_quantity
                   AND winner.id > loser.id AND winner.starts <= loser.ends AND winner.ends >= loser.starts
                   AND CASE loser.applied_on
                       WHEN '0_product_variant' THEN winner.product_id = loser.product_id
                       WHEN '1_product' THEN winner.product_tmpl_id = loser.product_tmpl_id
                       WHEN '2_product_category' THEN winner.categ_id = loser.categ_id
                       ELSE TRUE END
                 ORDER BY loser.id, wholly DESC, winner.id DESC),
            covered AS (
                SELECT loser.id, loser.company_id FROM valid loser
                 WHERE loser.applied_on = '1_product'
                   AND EXISTS (SELECT 1 FROM product_product v
                                WHERE v.product_tmpl_id = loser.product_tmpl_id AND v.active)
                   AND NOT EXISTS (
                       SELECT 1 FROM product_product v
                        WHERE v.product_tmpl_id = loser.product_tmpl_id AND v.active AND NOT EXISTS (
                            SELECT 1 FROM valid winner
                             WHERE winner.pricelist_id = loser.pricelist_id AND winner.product_id = v.id
                               AND winner.applied_on = '0_product_variant'
                               AND winner.min_quantity <= loser.min_quantity
                               AND winner.starts <= GREATEST(loser.starts, %(now)s) AND winner.ends >= loser.ends))),
            found AS (
                SELECT id, company_id, 1 AS rank, 'archived' AS cause, NULL::int AS winner, '{}'::jsonb AS details
                  FROM rules WHERE NOT sold
                UNION ALL
                SELECT id, company_id, 2, 'expired', NULL, jsonb_build_object('ended', date_end::date)
                  FROM rules WHERE ends < %(now)s
                UNION ALL
                SELECT id, company_id, 3, 'shadowed', NULL, '{"variants": true}'::jsonb FROM covered
                UNION ALL
                SELECT id, company_id, 4, CASE WHEN wholly THEN 'shadowed' ELSE 'overlap' END, winner, '{}'::jsonb
                  FROM beaten)
            SELECT DISTINCT ON (id) cause, company_id, NULL::int AS partner_id, NULL::int AS product_id, id AS rule_id,
                   winner AS other_rule_id, details
              FROM found ORDER BY id, rank
            """, company=company.id, now=fields.Datetime.now())

    # What the buttons do

    def action_open_rule(self):
        return self.rule_id._get_records_action(name=self.rule_id.display_name)

    def action_open_pricelist(self):
        return self.pricelist_id._get_records_action(name=self.pricelist_id.display_name)

    def action_delete_rule(self):
        """Delete the rules, and the findings with them."""
        self.check_access("write")
        self.rule_id.unlink()
        return True
