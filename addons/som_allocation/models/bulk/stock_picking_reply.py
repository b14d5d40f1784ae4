from odoo import models


class StockPicking(models.Model):
    """The address for answers to messages on transfers: see ``mail.alias``."""

    _inherit = "stock.picking"

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        if self.env["mail.alias"]._som_unused_by(self._name):
            self = self.with_context(som_no_aliases=True)  # noqa: PLW0642
        return super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
