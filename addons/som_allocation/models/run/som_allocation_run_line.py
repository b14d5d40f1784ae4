from odoo import fields, models

#: Why a line gets what it gets, in the engine's words and in ours.
REASONS = [
    ("full", "Gets all it wants"), ("short", "Those ahead left no more"), ("kept", "Keeps what it had"),
    ("gate", "Too little of its order could be filled"), ("capped", "Its segment has had its share"),
    ("protected", "The rest is kept for others"), ("not_free", "What is left is held by others"),
    ("step", "What is left makes no whole package or piece"), ("no_more", "Its strategy gives it no more"),
    ("released", "Its strategy gives up what it had"), ("frozen", "Frozen: stays as it is"),
    ("skipped", "Left out: stays as it is")]


class SomAllocationRunLine(models.Model):
    """What a run means for one line of an order: where it stood, what it held, what it gets, and why."""

    _name = "som.allocation.run.line"
    _description = "Allocation Run Line"
    _order = "run_id desc, rank, id"
    _rec_name = "order_id"
    _log_access = False  # written and thrown away by the thousand, always with its run

    run_id = fields.Many2one("som.allocation.run", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="run_id.company_id.currency_id")
    run_state = fields.Selection(related="run_id.state")
    move_id = fields.Many2one("stock.move", ondelete="set null", index="btree_not_null", readonly=True)
    line_id = fields.Many2one("sale.order.line", string="Order Line", ondelete="cascade", index=True, readonly=True)
    # not stored: each key that is kept is looked up for each line that is written
    order_id = fields.Many2one(related="line_id.order_id", string="Order")
    partner_id = fields.Many2one(related="order_id.partner_id")
    product_id = fields.Many2one("product.product", ondelete="cascade", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    segment_id = fields.Many2one("som.allocation.segment", ondelete="set null", readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    wanted = fields.Float(digits="Product Unit", readonly=True)
    before = fields.Float(string="Had", digits="Product Unit", readonly=True)
    after = fields.Float(string="Gets", digits="Product Unit", readonly=True)
    change = fields.Float(digits="Product Unit", readonly=True)
    missing = fields.Float(digits="Product Unit", readonly=True)
    worth = fields.Monetary(string="Value of the Change", readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    starved = fields.Boolean(string="Waited Too Long", readonly=True)
    exception = fields.Boolean(readonly=True)
    date_before = fields.Datetime(string="Ready Before", readonly=True, help="Empty: nothing on its way covers it.")
    date_after = fields.Datetime(string="Ready After", readonly=True, help="Empty: nothing on its way covers it.")
    date_moves = fields.Selection(
        [("earlier", "Earlier"), ("later", "Later")], readonly=True)

    _run_rank_idx = models.Index("(run_id, rank)")

    def action_open_order(self):
        self.ensure_one()
        return self.order_id.get_formview_action()
