from odoo import models


class SomMilestone(models.Model):
    """Promises are looked up by order and line, for many lines at once."""

    _inherit = "som.milestone"

    _promise_idx = models.Index("(order_id, line_id) WHERE promised_date IS NOT NULL")
