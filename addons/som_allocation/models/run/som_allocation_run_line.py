from odoo import api, fields, models
from odoo.tools import SQL


class SomAllocationRunLine(models.Model):
    """What a run means for one line of an order: where it stood, what it held, what it gets, and why."""

    _name = "som.allocation.run.line"
    _description = "Allocation Run Line"
    _order = "run_id desc, rank, id"
    _rec_name = "order_id"
    _log_access = False  # written and thrown away by the thousand, always with its run

    run_id = fields.Many2one("som.allocation.run", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="run_id.company_id.currency_id")
    move_id = fields.Many2one("stock.move", ondelete="set null", index="btree_not_null", readonly=True)
    line_id = fields.Many2one("sale.order.line", string="Order Line", ondelete="cascade", index=True, readonly=True)
    order_id = fields.Many2one("sale.order", ondelete="cascade", index=True, readonly=True)
    partner_id = fields.Many2one(related="order_id.partner_id")
    product_id = fields.Many2one("product.product", ondelete="cascade", index=True, readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    segment_id = fields.Many2one("som.allocation.segment", ondelete="set null", readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    wanted = fields.Float(digits="Product Unit", readonly=True)
    before = fields.Float(string="Had", digits="Product Unit", readonly=True)
    after = fields.Float(string="Gets", digits="Product Unit", readonly=True)
    change = fields.Float(digits="Product Unit", readonly=True)
    missing = fields.Float(digits="Product Unit", readonly=True)
    worth = fields.Monetary(string="Value of the Change", readonly=True)
    reason = fields.Selection(
        [("full", "Gets all it wants"), ("short", "Those ahead left no more"), ("kept", "Keeps what it had"),
         ("gate", "Too little of its order could be filled"), ("capped", "Its segment has had its share"),
         ("protected", "The rest is kept for another channel"), ("not_free", "What is left is held by others"),
         ("no_more", "Its rule gives it no more"), ("released", "Its rule gives up what it had"),
         ("frozen", "Frozen: stays as it is"), ("skipped", "Left out: stays as it is")], readonly=True)
    starved = fields.Boolean(string="Waited Too Long", readonly=True)
    exception = fields.Boolean(readonly=True)
    date_before = fields.Datetime(string="Ready Before", readonly=True)
    date_after = fields.Datetime(string="Ready After", readonly=True)

    _run_rank_idx = models.Index("(run_id, rank)")

    @api.model
    def _som_replace(self, run, snapshot, planned):
        """The lines of a run, by one statement for all of them."""
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM som_allocation_run_line WHERE run_id = %s", run.id))
        scale = self.env["som.allocation.snapshot"]._som_scale()
        demands = {demand.id: demand for demand in snapshot.demands}
        segments = [segment.id for segment in snapshot.policy.segments]
        rows = [(grant, demands[grant.demand]) for grant in planned.grants]
        self.env.cr.execute(SQL(
            """INSERT INTO som_allocation_run_line (run_id, move_id, line_id, order_id, product_id, segment_id, rank,
                      wanted, before, after, change, missing, worth, reason, starved, exception)
               SELECT %(run)s, m.id, l.id, l.order_id, m.product_id, d.segment, d.rank,
                      (d.wanted + d.pinned)::numeric / %(scale)s, (d.held + d.pinned)::numeric / %(scale)s,
                      (d.given + d.pinned)::numeric / %(scale)s, (d.given - d.held)::numeric / %(scale)s,
                      (d.wanted - d.given)::numeric / %(scale)s,
                      ROUND((d.given - d.held)::numeric / %(scale)s * d.worth / 10000, 2), d.reason, d.starved,
                      d.exception
                 FROM unnest(%(moves)s, %(segments)s, %(ranks)s, %(wanted)s, %(pinned)s, %(held)s, %(given)s,
                             %(worth)s::bigint[], %(reasons)s, %(starved)s, %(exceptions)s)
                      AS d(move, segment, rank, wanted, pinned, held, given, worth, reason, starved, exception)
                 JOIN stock_move m ON m.id = d.move
                 JOIN sale_order_line l ON l.id = m.sale_line_id""",
            run=run.id, scale=scale,
            moves=[grant.demand for grant, _demand in rows],
            segments=[segments[demand.segment] for _grant, demand in rows],
            ranks=[grant.rank for grant, _demand in rows],
            wanted=[demand.wanted for _grant, demand in rows],
            pinned=[demand.pinned for _grant, demand in rows],
            held=[demand.held for _grant, demand in rows],
            given=[grant.quantity for grant, _demand in rows],
            worth=[demand.unit_worth for _grant, demand in rows],
            reasons=[grant.reason for grant, _demand in rows],
            starved=[grant.starved for grant, _demand in rows],
            exceptions=[grant.exception for grant, _demand in rows]))
        self.invalidate_model()
        run.invalidate_recordset(["line_ids"])
