from odoo import models
from odoo.tools import SQL

from ...arrays import numbers, texts

NOTED = "som_allocation.reserved"


class StockMove(models.Model):
    """What is reserved for orders, as the ledger records it: the stage *allocated*.

    Whoever reserves or gives back notes the move; what that came to is recorded once, when the transaction ends. So
    goods that are given back and reserved again within one action leave no trace, as nothing happened to the order.
    """

    _inherit = "stock.move"

    def _som_note_reserved(self):
        """Remember to record what these moves hold when the transaction ends."""
        if not self:
            return
        precommit = self.env.cr.precommit
        noted = precommit.data.get(NOTED)
        if noted is None:
            noted = precommit.data[NOTED] = {}
            # sudo: a warehouse user may reserve for orders he may not read
            precommit.add(self.env["stock.move"].sudo()._som_record_noted)
        given = self.env.context.get("som_occurred_at")
        if isinstance(given, dict):  # the past of many orders at once
            given = {move.id: given.get(move.sale_line_id.order_id.id) for move in self}
        else:
            given = dict.fromkeys(self.ids, given)
        # a date that was given stays, though somebody who knows none notes the move again
        noted.update((move, date or noted.get(move)) for move, date in given.items())

    def _som_record_noted(self):
        noted = self.env.cr.precommit.data.pop(NOTED, {})
        self.env.flush_all()
        self.browse(noted)._som_record_reserved(noted)

    def _som_record_reserved(self, occurred_at):
        """Record in the ledger the difference between what the moves hold and what it says they hold.

        Only the first step of a chain counts, as for *picked*: what is reserved for a later step was allocated before.
        What was recorded for a move that is gone (merged into another) or serves another line now is taken back.
        One statement, however many moves; it adds rows as ``sale.order._som_record`` does, but for who wrote them last:
        nobody ever does, and a key that is kept is looked up for each row.

        :param dict occurred_at: move id → when it happened (naive UTC), None for now
        """
        self.env.cr.execute(SQL(
            """WITH held AS MATERIALIZED (
                   SELECT m.id, l.id AS line_id, o.id AS order_id, o.company_id,
                          COALESCE(k.name, m.reference) AS document,
                          CASE WHEN m.state = 'cancel' THEN 0
                               ELSE ROUND(COALESCE(m.quantity, 0) * mu.factor / lu.factor, 6) END AS quantity
                     FROM stock_move m
                     JOIN sale_order_line l ON l.id = m.sale_line_id AND l.product_id = m.product_id
                     JOIN sale_order o ON o.id = l.order_id
                     JOIN stock_location s ON s.id = m.location_id
                     JOIN uom_uom mu ON mu.id = m.product_uom
                     JOIN uom_uom lu ON lu.id = l.product_uom_id
                     LEFT JOIN stock_picking k ON k.id = m.picking_id
                    WHERE m.id = ANY(%(ids)s::int[]) AND s.usage IN ('internal', 'transit')
                      AND m.origin_returned_move_id IS NULL
                      AND NOT EXISTS (
                          SELECT FROM stock_move_move_rel e JOIN stock_move b ON b.id = e.move_orig_id
                           WHERE e.move_dest_id = m.id AND b.sale_line_id = m.sale_line_id)
               ), recorded AS MATERIALIZED (
                   SELECT res_id AS id, order_id, line_id, company_id, MAX(document) AS document,
                          SUM(quantity) AS quantity
                     FROM som_milestone
                    WHERE res_model = 'stock.move' AND stage = 'allocated' AND res_id = ANY(%(ids)s::int[])
                    GROUP BY res_id, order_id, line_id, company_id)
               INSERT INTO som_milestone (order_id, line_id, company_id, stage, quantity, occurred_at, res_model,
                      res_id, document, create_uid, create_date)
               SELECT COALESCE(h.order_id, r.order_id), COALESCE(h.line_id, r.line_id),
                      COALESCE(h.company_id, r.company_id), 'allocated',
                      COALESCE(h.quantity, 0) - COALESCE(r.quantity, 0),
                      COALESCE(n.occurred_at, date_trunc('second', now() AT TIME ZONE 'UTC')), 'stock.move', n.id,
                      COALESCE(h.document, r.document), %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM held h
                 FULL JOIN recorded r ON r.id = h.id AND r.line_id = h.line_id
                 JOIN unnest(%(ids)s::int[], %(dates)s::timestamp[]) AS n(id, occurred_at)
                      ON n.id = COALESCE(h.id, r.id)
                WHERE ROUND(COALESCE(h.quantity, 0) - COALESCE(r.quantity, 0), 4) != 0
                ORDER BY n.id""",
            uid=self.env.uid, ids=numbers(self.ids),
            dates=texts([occurred_at.get(move) for move in self.ids])))
        self.env["som.milestone"].invalidate_model()
        self.env["sale.order"].invalidate_model(["som_milestone_ids"])
