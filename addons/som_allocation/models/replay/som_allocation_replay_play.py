from collections import defaultdict
from dataclasses import replace
from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...engine.history import Rules, play
from ...engine.outcome import fates, outcome
from ...engine.values import ALL, Policy

SHOWN = 20  #: lines that fare best, and as many that fare worst


class SomAllocationReplay(models.Model):
    """Plays the past under a policy, and keeps what came of it."""

    _inherit = "som.allocation.replay"

    def _som_play(self):
        self.ensure_one()
        # sudo: a trial looks at all demand of the company, whoever may make one
        past, rows, actual = self.sudo()._som_past()
        if not rows:
            raise UserError(self.env._(
                "Nothing that this policy could decide over was wanted from %(from_)s to %(to)s. Choose another period,"
                " or other warehouses or products.", from_=self.date_from, to=self.date_to))
        worlds = {
            "actual": actual,
            "current": self.sudo()._som_play_current(past, rows),  # sudo: as above
            "tried": play(past, self.sudo()._som_rules(self.policy_id, rows)),  # sudo: as above
        }
        self.write({
            "state": "done", "played_at": fields.Datetime.now(), "version_id": self.policy_id._som_version().id,
            "result_ids": [(5,), *((0, 0, values) for values in self._som_prepare_results(past, worlds))],
            "line_ids": [(5,), *((0, 0, values) for values in self._som_prepare_lines(past, worlds))]})

    def _som_play_current(self, past, rows):
        """Play every warehouse under the policy that decides there now; where none does, first come, first served."""
        active = self.env["som.allocation.policy"]._som_active(self.company_id)
        holding = {warehouse.id: policy for policy in active for warehouse in policy._som_warehouses()}
        shipments = []
        places = defaultdict(set)
        for row in rows:
            places[holding.get(row.warehouse)].add(row.warehouse)
        for policy, inside in places.items():
            theirs = [row for row in rows if row.warehouse in inside]
            part = replace(
                past, wishes=tuple(wish for wish in past.wishes if wish.place in inside),
                flows=tuple(flow for flow in past.flows if flow.place in inside))
            shipments += play(part, self._som_rules(policy, theirs))
        return tuple(shipments)

    def _som_rules(self, policy, rows):
        """A policy as it would have seen these lines; None: no policy."""
        if not policy:
            return Rules(Policy(()))
        standing = policy._som_segments_of([row.move for row in rows])
        return Rules(
            policy._prepare_engine_policy(), {row.line: standing[row.move] for row in rows if row.move in standing},
            self._som_gates(policy, rows))

    def _som_gates(self, policy, rows):
        """Order → the share of its value (basis points) below which a policy gives it nothing new."""
        return dict(self.env.execute_query(SQL(
            """SELECT id, CASE WHEN picking_policy = 'one' THEN %(all)s ELSE %(minimum)s END FROM sale_order
                WHERE id = ANY(%(orders)s) AND (picking_policy = 'one' OR %(minimum)s > 0) ORDER BY id""",
            all=ALL, minimum=policy._som_minimum_sql(), orders=sorted({row.order for row in rows}))))

    def _som_prepare_results(self, past, worlds):
        Result = self.env["som.allocation.replay.result"]
        return [Result._prepare_result(kind, sequence, outcome(past, shipments))
                for sequence, (kind, shipments) in enumerate(worlds.items())]

    def _som_prepare_lines(self, past, worlds):
        """Those that fare best under the tried policy, then those that fare worst; what is worth more first."""
        fate = {kind: fates(past, shipments) for kind, shipments in worlds.items()}
        wishes = {wish.id: wish for wish in past.wishes}
        moved = [(self._som_left(past, fate["tried"][line]) - self._som_left(past, fate["current"][line]), line)
                 for line in fate["tried"]]
        moved.sort(key=lambda each: (-abs(each[0]), -wishes[each[1]].unit_worth * wishes[each[1]].quantity, each[1]))
        chosen = [each for each in moved if each[0] < 0][:SHOWN] + [each for each in moved if each[0] > 0][:SHOWN]
        return [{
            "sequence": sequence, "line_id": line, "days": days, "due": date.fromordinal(wishes[line].due),
            "quantity": wishes[line].quantity / past.whole,
            **{kind: self._som_date(fate[kind][line].done) for kind in worlds},
        } for sequence, (days, line) in enumerate(chosen)]

    def _som_left(self, past, fate):
        """The day on which it left; what did not, leaves on the day after the last."""
        return past.last + 1 if fate.done is None else fate.done

    def _som_date(self, day):
        return date.fromordinal(day) if day else False
