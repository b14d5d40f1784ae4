from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from . import field_path, sort_sql

#: What a line can be sorted by, and what comes first unless somebody turns it round.
DIRECTIONS = {
    "expedited": "desc", "tier": "asc", "requested": "asc", "promised": "asc", "age": "desc", "value": "desc",
    "margin": "desc", "channel": "asc", "backorder": "asc", "field": "asc",
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
         ("margin", "Open margin"), ("channel", "Channel"), ("backorder", "Backorder"), ("field", "Another field")],
        string="By", required=True, default="requested")
    field_path = fields.Char(
        string="Field", help="A stored field, as a path that begins at the stock move: sale_line_id.order_id.name")
    direction = fields.Selection(
        [("asc", "Lowest or earliest first"), ("desc", "Highest or latest first")], required=True,
        compute="_compute_direction", store=True, readonly=False, precompute=True,
        help="Lines without a value come last either way.")

    words = fields.Char(string="That Is", compute="_compute_words")
    move_model = fields.Char(compute="_compute_move_model", help="Where paths begin.")

    _field_named = models.Constraint(
        "CHECK (key != 'field' OR field_path IS NOT NULL)", "Say which field the lines are sorted by.")

    @api.depends("key")
    def _compute_direction(self):
        for sort in self:
            sort.direction = DIRECTIONS.get(sort.key, "asc")

    def _compute_move_model(self):
        self.move_model = "stock.move"

    @api.depends("key", "direction", "field_path")
    def _compute_words(self):
        for sort in self:
            sort.words = sort._som_words()

    def _som_words(self):
        """By what it sorts, and what comes first."""
        self.ensure_one()
        up = self.direction == "asc"
        if self.key == "field":
            return (self.env._("%s, lowest first", self.field_path or "…") if up
                    else self.env._("%s, highest first", self.field_path or "…"))
        return {
            "expedited": (self.env._("not expedited first"), self.env._("expedited first")),
            "tier": (self.env._("best customer tier first"), self.env._("lowest customer tier first")),
            "requested": (self.env._("earliest requested date first"), self.env._("latest requested date first")),
            "promised": (self.env._("earliest promise first"), self.env._("latest promise first")),
            "age": (self.env._("newest order first"), self.env._("oldest order first")),
            "value": (self.env._("smallest open value first"), self.env._("largest open value first")),
            "margin": (self.env._("smallest open margin first"), self.env._("largest open margin first")),
            "backorder": (self.env._("oldest backorder first"), self.env._("newest backorder first")),
            "channel": (self.env._("in the order of the channels"), self.env._("against the order of the channels")),
        }.get(self.key, ("", ""))[0 if up else 1]

    @api.constrains("key", "field_path")
    def _check_field_path(self):
        """The path works, under the rights of whoever writes it: later it is read for everybody.

        Odoo checks constraints in superuser mode, in which any path would do.
        """
        for sort in self.filtered(lambda sort: sort.key == "field"):
            try:
                field_path.follow(self.env["stock.move"].sudo(False), sort.field_path)
            except field_path.PathError as error:
                raise ValidationError(self.env._(
                    "Segment %(segment)s cannot be sorted by “%(path)s”: %(why)s",
                    segment=sort.segment_id.name, path=sort.field_path or "", why=sort._why_not(error))) from error

    def _why_not(self, error):
        """What is wrong with a path, and what would be right."""
        return {
            "missing": self.env._("there is no field “%s”. Choose the field from the list again.", error.part),
            "secret": self.env._("you may not read “%s”. Choose a field that you can see.", error.part),
            "many": self.env._("“%s” leads to many records. Choose a path that leads to one each time.", error.part),
            "end": self.env._("nothing comes behind “%s”. Let the path end there.", error.part),
            "record": self.env._("“%s” is a record. Go on to one of its fields, its name for example.", error.part),
            "kind": self.env._(
                "“%s” has no order. Choose a text, a choice, a number, a date or a box to tick.", error.part),
            "stored": self.env._(
                "“%s” is worked out anew each time it is shown. Choose a field that is stored.", error.part),
        }[error.why]

    def _som_rank(self, moves, query):
        """The rank of each move among those that the query finds, as SQL: 1 comes first, equals are equal.

        :param moves: ``stock.move``, in superuser mode and for the policy's company
        :param query: gets the joins that the rank needs
        """
        self.ensure_one()
        if self.key == "field":
            expressions = [field_path.expression(moves, query, self.field_path)]
        else:
            expressions = sort_sql.EXPRESSIONS[self.key](moves, query)
        direction = SQL("DESC") if self.direction == "desc" else SQL("ASC")
        return SQL("DENSE_RANK() OVER (ORDER BY %s)", SQL(", ").join(
            SQL("%s %s NULLS LAST", expression, direction) for expression in expressions))

    def _som_definition(self):
        """Everything by which the key decides, as plain values."""
        self.ensure_one()
        path = {"field": self.field_path} if self.key == "field" else {}
        return {"key": self.key, "direction": self.direction, **path}

    @api.model_create_multi
    def create(self, vals_list):
        sorts = super().create(vals_list)
        sorts.segment_id._som_changed()
        return sorts

    def write(self, vals):
        segments = self.segment_id
        result = super().write(vals)
        (segments | self.segment_id)._som_changed()
        return result

    def unlink(self):
        segments = self.segment_id
        result = super().unlink()
        segments._som_changed()
        return result
