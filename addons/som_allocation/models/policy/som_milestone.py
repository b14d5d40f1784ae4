from odoo import models


class SomMilestone(models.Model):
    """Promises, and when orders were placed, are looked up for many lines at once."""

    _inherit = "som.milestone"

    _placed_idx = models.Index("(order_id, occurred_at) WHERE stage = 'placed' AND line_id IS NULL")
    _promise_idx = models.Index("(order_id, line_id) WHERE promised_date IS NOT NULL")
