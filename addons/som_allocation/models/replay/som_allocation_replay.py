from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

LONGEST = 92  #: days

#: What a trial is of: where one of these changes, its result holds no longer.
INPUTS = frozenset({"policy_id", "company_id", "date_from", "date_to", "warehouse_ids", "product_ids"})


class SomAllocationReplay(models.Model):
    """What a stretch of the past would have looked like under a policy, before it decides anything.

    Past demand and supply are played forward day by day (``engine.history``), once under the policy that decides now
    and once under the one to be tried; what really happened stands beside them. Only read from: no reservation, no
    order and no stock is touched.
    """

    _name = "som.allocation.replay"
    _description = "Trial of an Allocation Policy on the Past"
    _order = "id desc"
    _rec_name = "policy_id"
    _check_company_auto = True

    policy_id = fields.Many2one(
        "som.allocation.policy", required=True, check_company=True, ondelete="cascade", index=True)
    version_id = fields.Many2one("som.allocation.policy.version", string="Policy Version", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self) - timedelta(days=30))
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    warehouse_ids = fields.Many2many(
        "stock.warehouse", "som_allocation_replay_warehouse_rel", string="Warehouses", check_company=True,
        help="Empty: where the policy holds, or would hold if it were active.")
    product_ids = fields.Many2many(
        "product.product", "som_allocation_replay_product_rel", string="Products",
        domain=[("is_storable", "=", True)], help="Empty: all products.")
    state = fields.Selection(
        [("draft", "New"), ("done", "Played")], required=True, default="draft", readonly=True, copy=False)
    played_at = fields.Datetime(string="Played on", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    result_ids = fields.One2many("som.allocation.replay.result", "replay_id", string="Figures", readonly=True)
    line_ids = fields.One2many("som.allocation.replay.line", "replay_id", string="Lines", readonly=True)
    better_ids = fields.One2many(
        "som.allocation.replay.line", "replay_id", string="Fare Best", readonly=True, domain=[("days", "<", 0)])
    worse_ids = fields.One2many(
        "som.allocation.replay.line", "replay_id", string="Fare Worst", readonly=True, domain=[("days", ">", 0)])
    verdict = fields.Text(compute="_compute_verdict", help="The trial in a sentence or two.")

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        for replay in self:
            if replay.date_to < replay.date_from:
                raise ValidationError(self.env._("The period ends before it begins. Change one of its dates."))
            if (replay.date_to - replay.date_from).days >= LONGEST:
                raise ValidationError(self.env._(
                    "%(days)s days are more than can be played at once. Choose a period of %(most)s days at most.",
                    days=(replay.date_to - replay.date_from).days + 1, most=LONGEST))

    @api.depends("state", "result_ids")
    @api.depends_context("lang")
    def _compute_verdict(self):
        for replay in self:
            rows = {result.kind: result for result in replay.result_ids}
            replay.verdict = replay._som_verdict(rows) if replay.state == "done" and "tried" in rows else False

    def write(self, vals):
        if not INPUTS.isdisjoint(vals):
            vals = {**vals, "state": "draft"}
        return super().write(vals)

    def _som_verdict(self, rows):
        current, tried = rows["current"], rows["tried"]
        if not tried.line_count:
            return self.env._("No line was due in this period that the policy could have decided over.")
        known = {
            "policy": self.policy_id.name, "lines": tried.line_count,
            "tried": round(tried.on_time_lines * 100), "current": round(current.on_time_lines * 100),
            "tried_late": f"{tried.mean_late:.1f}", "current_late": f"{current.mean_late:.1f}",
        }
        if known["tried"] == known["current"] and known["tried_late"] == known["current_late"]:
            return self.env._(
                "“%(policy)s” would have changed little: of %(lines)s lines %(tried)s%% on time, %(tried_late)s days"
                " late on average.", **known)
        return self.env._(
            "Of %(lines)s lines that were due, “%(policy)s” would have had %(tried)s%% on time instead of"
            " %(current)s%%, %(tried_late)s days late on average instead of %(current_late)s.", **known)

    def action_play(self):
        """Play the past under both policies; playing again replaces the result.

        :raises UserError: where there is nothing to play, or too much
        """
        self.check_access("write")
        for replay in self:
            replay._som_play()
        return True

    def _som_places(self):
        """The warehouses that are played.

        :raises UserError: where there is none
        """
        self.ensure_one()
        places = self.warehouse_ids or self.policy_id._som_warehouses()
        if not places:
            raise UserError(self.env._(
                "“%s” holds in no warehouse: other active policies name them all. Choose warehouses to try it in.",
                self.policy_id.name))
        return places
