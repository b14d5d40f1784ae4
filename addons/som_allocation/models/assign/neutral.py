from odoo.tools import SQL

from ...engine.values import IMPROVE, Policy, Segment


class NeutralPolicy:
    """Native reservation in the words of a policy, for moves that none governs: first come, first served.

    It answers what a snapshot asks of ``som.allocation.policy``. Nobody loses anything, no order waits for the rest of
    itself, lines have no strategies, and moves stand in the order in which they are to be reserved.
    """

    def __init__(self, company, queue):
        """:param queue: ids of moves, in the order in which they are reserved"""
        self.company_id = company
        self._places = {move: place for place, move in enumerate(queue)}

    def sudo(self):
        return self

    def _som_segments_of(self, moves):
        return {move: (0, (self._places[move],)) for move in moves}

    def _prepare_engine_policy(self):
        return Policy(segments=(Segment(0, IMPROVE),))

    def _som_strategy_sql(self, _company):
        return SQL("NULL")
