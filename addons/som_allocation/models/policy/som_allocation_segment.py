import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...arrays import numbers
from ...engine.values import Segment
from . import as_if
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
    sort_ids = fields.One2many("som.allocation.sort", "segment_id", string="Sort Keys", copy=True)

    _percent = models.Constraint(
        "CHECK (share_cap >= 0 AND share_cap <= 100)", "A segment's share is a percentage from 0 to 100.")

    @api.constrains("domain")
    def _check_domain(self):
        """The condition works, under the rights of whoever writes it: later it is evaluated for everybody.

        Odoo checks constraints in superuser mode, in which any condition would do.
        """
        for segment in self:
            try:
                domain = segment._som_domain()
                if not domain.is_true():
                    self.env["stock.move"].sudo(False).search(domain, limit=1)
            except Exception as error:
                raise ValidationError(self.env._(
                    "The condition of segment %(segment)s does not work on stock moves: %(error)s."
                    " Build it again with the editor.", segment=segment.name, error=error)) from error

    def _som_domain(self):
        """The condition; dates may be relative (``today -7d``), names of users cannot stand in it.

        :raises ValueError, SyntaxError: when it is none
        """
        return Domain(self._som_condition())

    def _som_condition(self):
        self.ensure_one()
        return ast.literal_eval((self.domain or "").strip() or "[]")

    def _som_take(self, moves, ids):
        """Which of these moves fall into the segment, and their rank by each of its sort keys.

        :param moves: ``stock.move``, in superuser mode and for the policy's company
        :return: list of (id of the move, rank by the first key, by the second, …)
        """
        query = moves._search(self._som_domain(), active_test=False)
        if query.is_empty():
            return []
        move_id = SQL.identifier("stock_move", "id")
        query.add_where(SQL("%s = ANY(%s::int[])", move_id, numbers(ids)))
        return moves.env.execute_query(as_if.beside(moves.env, query.select(
            move_id, *(sort._som_rank(moves, query) for sort in self.sort_ids.sorted()),
            *self._som_ties(moves, query))))

    @api.model
    def _som_ties(self, moves, query):  # noqa: ARG002 - for those who extend it
        """What decides between moves that all sort keys hold equal, as SQL; then their ids do.

        :param query: gets the joins that it needs
        """
        return []

    def _prepare_engine_segment(self):
        self.ensure_one()
        return Segment(
            id=self.id, strategy=self.strategy, proportional=self.sharing == "proportional",
            share_cap=round(self.share_cap * 100) if self.share_cap else None)

    def _som_definition(self):
        """Everything by which the segment decides, as plain values; its name goes along for who reads it later."""
        self.ensure_one()
        return {
            "id": self.id, "name": self.name, "domain": self._som_condition(), "strategy": self.strategy,
            "sharing": self.sharing, "share_cap": self.share_cap,
            "sort": [sort._som_definition() for sort in self.sort_ids.sorted()],
        }

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create(vals_list)
        segments._som_changed()
        return segments

    def write(self, vals):
        policies = self.policy_id
        result = super().write(vals)
        self._som_changed(policies)
        return result

    def unlink(self):
        policies = self.policy_id
        result = super().unlink()
        self._som_changed(policies)
        return result

    def _som_changed(self, policies=None):
        """Tell the policies, unless they are being saved and will know by themselves."""
        if not self.env.context.get("som_policy_saving"):
            (self.exists().policy_id | (policies or self.policy_id.browse()))._som_changed()
