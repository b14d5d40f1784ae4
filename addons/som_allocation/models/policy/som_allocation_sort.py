from odoo import api, fields, models

#: What a line can be sorted by, and what comes first unless somebody turns it round.
DIRECTIONS = {
    "expedited": "desc", "tier": "asc", "requested": "asc", "promised": "asc", "age": "desc", "value": "desc",
    "margin": "desc", "channel": "asc", "field": "asc",
}


class SomAllocationSort(models.Model):
    """One thing by which the lines of a segment are ranked."""

    _name = "som.allocation.sort"
    _description = "Sort Key of an Allocation Segment"
    _order = "segment_id, sequence, id"

    segment_id = fields.Many2one("som.allocation.segment", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="segment_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    key = fields.Selection(
        [("expedited", "Expedited"), ("tier", "Customer tier"), ("requested", "Requested date"),
         ("promised", "Promised date"), ("age", "Age of the order"), ("value", "Open value"),
         ("margin", "Open margin"), ("channel", "Channel"), ("field", "Another field")],
        string="By", required=True, default="requested")
    field_path = fields.Char(
        string="Field", help="A stored field, as a path that begins at the stock move: sale_line_id.order_id.name")
    direction = fields.Selection(
        [("asc", "Lowest or earliest first"), ("desc", "Highest or latest first")], required=True,
        compute="_compute_direction", store=True, readonly=False, precompute=True,
        help="Lines without a value come last either way.")

    _field_named = models.Constraint(
        "CHECK (key != 'field' OR field_path IS NOT NULL)", "Say which field the lines are sorted by.")

    @api.depends("key")
    def _compute_direction(self):
        for sort in self:
            sort.direction = DIRECTIONS.get(sort.key, "asc")
