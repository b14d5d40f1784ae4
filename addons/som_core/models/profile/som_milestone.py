from odoo import models

from .. import som_milestone  # noqa: F401 (what is extended here is made first)


class SomMilestone(models.Model):
    """The ledger grows at its end: what is new in it is found by a small index over blocks."""

    _inherit = "som.milestone"

    _som_create_date_idx = models.Index("USING brin (create_date)")
