import json

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ...health import blocks, score
from ...health.normal import Keys
from .som_partner_key import COLUMNS


class SomPartnerDuplicate(models.Model):
    """The scan: pending customers are compared with all who share a key with them."""

    _inherit = "som.partner.duplicate"

    @api.model
    def _som_compare(self, limit):
        """Compare up to ``limit`` pending customers and write down the pairs; return how many there were."""
        Key = self.env["som.partner.key"]
        self.flush_model()
        Key.flush_model()
        rows = self.env.execute_query(SQL(
            "SELECT partner_id FROM som_partner_key WHERE pending ORDER BY partner_id LIMIT %s", limit))
        batch = [partner for (partner,) in rows]
        if batch:
            self._som_write_pairs(batch, self._som_score(self._som_candidates(batch)))
            self.env.execute_query(SQL(
                "UPDATE som_partner_key SET pending = FALSE WHERE partner_id = ANY(%s) RETURNING id", batch))
            self.invalidate_model()
            Key.invalidate_model()
        return len(batch)

    @api.model
    def _som_candidates(self, batch):
        """Pairs (lower id, higher id) that share a key which not too many have.

        Two that are both pending are taken when the later one's turn comes, so that no pair is compared twice.
        """
        return self.env.execute_query(SQL(
            """
            WITH wanted AS MATERIALIZED (
                SELECT DISTINCT unnest(blocks) AS key FROM som_partner_key WHERE partner_id = ANY(%(batch)s)),
            everybody AS MATERIALIZED (
                SELECT block.key, k.partner_id, k.partner_id = ANY(%(batch)s) AS mine, k.pending
                  FROM som_partner_key k, unnest(k.blocks) AS block(key)
                 WHERE block.key IN (SELECT key FROM wanted)),
            telling AS (
                SELECT key FROM everybody GROUP BY key HAVING count(*) BETWEEN 2 AND %(common)s)
            SELECT DISTINCT LEAST(a.partner_id, b.partner_id), GREATEST(a.partner_id, b.partner_id)
              FROM telling JOIN everybody a USING (key) JOIN everybody b USING (key)
             WHERE a.mine AND a.partner_id <> b.partner_id AND (NOT b.pending OR b.partner_id < a.partner_id)
            """, batch=batch, common=blocks.TOO_COMMON))

    @api.model
    def _som_score(self, candidates):
        """[(lower id, higher id, company id or None, points, reasons)] of those that reach their threshold."""
        customers = self._som_customers(candidates)
        thresholds, lowest = self._som_thresholds()
        found = []
        for low, high in candidates:
            left, right = customers[low], customers[high]
            points, reasons = score.compare(left, right)
            company = left.company or right.company
            if points >= thresholds.get(company, lowest):
                found.append((low, high, company or None, round(points), reasons))
        return found

    @api.model
    def _som_customers(self, pairs):
        """Partner id → :class:`Keys` of everybody in the pairs."""
        partners = list({partner for pair in pairs for partner in pair})
        rows = self.env.execute_query(SQL(
            "SELECT partner_id, %s FROM som_partner_key WHERE partner_id = ANY(%s)",
            SQL(", ").join(map(SQL.identifier, COLUMNS)), partners))
        return {row[0]: Keys(*row) for row in rows}

    @api.model
    def _som_thresholds(self):
        """Points for review by company id, and the lowest, which holds for what companies share."""
        companies = self.env["res.company"].sudo().search_fetch([], ["som_health_review_score"])
        thresholds = {company.id: company.som_health_review_score for company in companies}
        return thresholds, min(thresholds.values())

    @api.model
    def _som_write_pairs(self, batch, found):
        """Bring the pairs of a batch up to date; decisions stay as they are."""
        self._som_drop_outdated(batch, found)
        for part in split_every(2000, found, list):
            keep = self._som_most_used(part)
            self.env.cr.execute_values("""
                INSERT INTO som_partner_duplicate AS old (
                    partner_id, other_id, company_id, score, reasons, keep_id, state,
                    create_uid, create_date, write_uid, write_date)
                VALUES %s
                ON CONFLICT (partner_id, other_id) DO UPDATE
                   SET (company_id, score, reasons, problem) = (
                       EXCLUDED.company_id, EXCLUDED.score, EXCLUDED.reasons, NULL)
                 WHERE old.state = 'found'
                """, [self._prepare_row(row, keep) for row in part],
                template="(%s, %s, %s, %s, %s::jsonb, %s, 'found', %s, now() AT TIME ZONE 'UTC', %s,"
                         " now() AT TIME ZONE 'UTC')", page_size=1000)

    @api.model
    def _prepare_row(self, row, keep):
        low, high, company, points, reasons = row
        return (low, high, company, points, json.dumps(reasons), keep[low, high], self.env.uid, self.env.uid)

    @api.model
    def _som_drop_outdated(self, batch, found):
        """Remove the pairs to review that are none any more; those whose other half is still pending wait for it."""
        self.env.execute_query(SQL(
            """
            DELETE FROM som_partner_duplicate d
             USING som_partner_key low, som_partner_key high
             WHERE d.state = 'found' AND low.partner_id = d.partner_id AND high.partner_id = d.other_id
               AND (d.partner_id = ANY(%(batch)s) OR d.other_id = ANY(%(batch)s))
               AND NOT (high.pending AND d.other_id <> ALL(%(batch)s))
               AND NOT (low.pending AND d.partner_id <> ALL(%(batch)s))
               AND (d.partner_id, d.other_id) NOT IN (SELECT * FROM unnest(%(low)s::int[], %(high)s::int[]))
            RETURNING d.id
            """, batch=batch, low=[row[0] for row in found], high=[row[1] for row in found]))

    @api.model
    def _som_most_used(self, pairs):
        """(lower id, higher id) → id of the one to keep.

        What companies share goes before what one of them has; then the one with a login; then the one with more
        orders and invoices; then the older one.
        """
        partners = list({partner for pair in pairs for partner in pair[:2]})
        rows = self.env.execute_query(SQL(
            """
            WITH used AS (
                SELECT partner_id FROM sale_order WHERE partner_id = ANY(%(partners)s)
                UNION ALL
                SELECT commercial_partner_id FROM account_move WHERE commercial_partner_id = ANY(%(partners)s)
                UNION ALL
                SELECT partner_id FROM account_move
                 WHERE partner_id = ANY(%(partners)s) AND partner_id <> commercial_partner_id)
            SELECT p.id, p.company_id IS NULL, EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = p.id),
                   count(used.partner_id)
              FROM res_partner p LEFT JOIN used ON used.partner_id = p.id
             WHERE p.id = ANY(%(partners)s) GROUP BY p.id
            """, partners=partners))
        rank = {partner: (shared, login, used, -partner) for partner, shared, login, used in rows}
        return {pair[:2]: max(pair[:2], key=rank.__getitem__) for pair in pairs}
