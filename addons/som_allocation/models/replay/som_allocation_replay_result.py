from odoo import fields, models

WORTH = 10_000  #: the engine counts values in this part of the currency


class SomAllocationReplayResult(models.Model):
    """The figures of a trial, one row for each world: as it was, under the policy that decides now, under the new one.
    """

    _name = "som.allocation.replay.result"
    _description = "Figures of a Policy's Trial"
    _order = "replay_id, sequence, id"
    _rec_name = "kind"

    replay_id = fields.Many2one("som.allocation.replay", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="replay_id.company_id")
    currency_id = fields.Many2one(related="replay_id.company_id.currency_id")
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(
        [("actual", "What happened"), ("current", "Present policy"), ("tried", "Tried policy")], string="World",
        required=True, readonly=True)
    line_count = fields.Integer(string="Lines Due", readonly=True, aggregator=None)
    fill_value = fields.Float(
        string="Filled by Value", readonly=True, aggregator=None,
        help="Shipped by the end of the period, of the value of the lines that were due by then.")
    fill_lines = fields.Float(
        string="Lines Filled", readonly=True, aggregator=None, help="Shipped wholly by the end of the period.")
    on_time_lines = fields.Float(
        string="Lines on Time", readonly=True, aggregator=None,
        help="Shipped wholly on the day they were due, or before.")
    on_time_orders = fields.Float(
        string="Orders on Time", readonly=True, aggregator=None, help="Orders of which all lines were on time.")
    mean_late = fields.Float(
        string="Days Late", digits=(8, 2), readonly=True, aggregator=None,
        help="On average over all lines that were due; those on time count 0.")
    late_value = fields.Monetary(string="Shipped Late", readonly=True, aggregator=None)
    unfilled_value = fields.Monetary(string="Not Shipped", readonly=True, aggregator=None)

    def _prepare_result(self, kind, sequence, figures):
        """Values of a row from the engine's ``Outcome``."""
        return {
            "kind": kind, "sequence": sequence, "line_count": figures.lines, "fill_value": figures.fill_value,
            "fill_lines": figures.fill_lines, "on_time_lines": figures.on_time_lines,
            "on_time_orders": figures.on_time_orders, "mean_late": figures.mean_late,
            "late_value": figures.worth_late / WORTH, "unfilled_value": figures.worth_unfilled / WORTH,
        }
