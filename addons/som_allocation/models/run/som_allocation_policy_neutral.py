from odoo import models
from odoo.tools import SQL

from ...engine.values import IMPROVE, Policy, Segment


class SomAllocationPolicy(models.Model):
    """No policy at all (an empty recordset): everybody in the order given, nobody loses, no gate but ship complete."""

    _inherit = "som.allocation.policy"

    def _som_segments_of(self, move_ids):
        if self:
            return super()._som_segments_of(move_ids)
        return {move: (0, (place,)) for place, move in enumerate(move_ids)}

    def _prepare_engine_policy(self):
        return super()._prepare_engine_policy() if self else Policy((Segment(0, IMPROVE),))

    def _som_minimum_sql(self):
        return super()._som_minimum_sql() if self else SQL("0")

    def _som_warehouse_sql(self):
        return super()._som_warehouse_sql() if self else SQL("TRUE")
