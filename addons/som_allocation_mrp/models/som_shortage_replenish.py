from odoo import models


class SomShortage(models.Model):
    """Replenishment by production is confirmed production, as Odoo's own rules and its form *Replenish* leave it."""

    _inherit = "som.shortage"

    def _som_replenish(self, *arguments):
        ordered = super()._som_replenish(*arguments)
        self._som_rule()._post_process_scheduler()
        return ordered
