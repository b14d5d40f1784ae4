from odoo import models
from odoo.tools import plaintext2html


class SaleOrder(models.Model):
    """What cannot ship from anywhere is known to who can act."""

    _inherit = "sale.order"

    def _som_alert_sourcing(self, text):
        """Ask the order's salesperson to act; one activity, however often it happens: then it is noted in its history.

        :param str text: what cannot ship, and why
        """
        self.ensure_one()
        kind = self.env.ref("som_allocation.mail_activity_sourcing")
        responsible = self.user_id or self.team_id.user_id
        if responsible and not self._som_alerts(kind):
            self.activity_schedule(activity_type_id=kind.id, user_id=responsible.id, note=plaintext2html(text))
        else:
            self._message_log(body=plaintext2html(text))

    def _som_close_sourcing_alerts(self):
        """What waited for another warehouse has found one."""
        self._som_alerts(self.env.ref("som_allocation.mail_activity_sourcing")).unlink()
