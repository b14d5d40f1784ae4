from odoo import fields, models

from .strategies import STRATEGIES, STRATEGY_HELP


class SomAllocationSegment(models.Model):
    """A part of the demand, and how it is treated; a line falls into the first segment that takes it."""

    _name = "som.allocation.segment"
    _description = "Segment of an Allocation Policy"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one("som.allocation.policy", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="policy_id.company_id", store=True, precompute=True, index=True)
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    domain = fields.Char(
        string="Condition", default="[]",
        help="Open stock moves that fall into the segment, unless an earlier segment takes them. Empty: all.")
    strategy = fields.Selection(STRATEGIES, required=True, default="redistribute", help=STRATEGY_HELP)
    sharing = fields.Selection(
        [("sequential", "One after the other"), ("proportional", "In proportion to need")],
        required=True, default="sequential",
        help="What happens to what is short. One after the other: each gets all it wants while stock lasts."
             " In proportion: each gets the same share of what it wants.")
    share_cap = fields.Float(
        string="At Most", digits=(5, 2),
        help="The segment gets at most this share (in percent) of a product's stock. 0: no limit.")
    sort_ids = fields.One2many("som.allocation.sort", "segment_id", string="Sorted By", copy=True)

    _percent = models.Constraint(
        "CHECK (share_cap >= 0 AND share_cap <= 100)", "A segment's share is a percentage from 0 to 100.")
