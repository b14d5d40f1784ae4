from odoo import models


class SomHold(models.Model):
    """An order that is let go competes for stock again."""

    _inherit = "som.hold"

    def _end(self, state, **values):
        blocking = self.filtered(
            lambda hold: hold.state == "open" and hold.severity == "hold" and hold.stage in ("confirmed", "allocated"))
        result = super()._end(state, **values)
        blocking.order_id.filtered(lambda order: order.state == "sale")._som_compete_again()
        return result
