from odoo.addons.som_core.tests.common import SomCommon


class BackorderCommon(SomCommon):
    """Orders that are short of stock, and transfers that are validated as a person does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["som.check"].search([]).active = False
        cls.scarce = cls._product("TP-SCARCE", 10.0)
        cls._stock(cls.scarce, 6)

    def _confirmed(self, *lines, **values):
        order = self._order(*lines or [(self.scarce, 10)], **values)
        order.action_confirm()
        return order

    def _open(self, orders):
        return orders.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def _press_validate(self, pickings, quantities=None):
        """Validate with what is reserved (or the quantities by product), and no answer to any question."""
        for move in pickings.move_ids:
            if quantities is not None and move.product_id in quantities:
                move.quantity = quantities[move.product_id]
            move.picked = move.quantity > 0
        return pickings.with_context(skip_sms=True).button_validate()

    def _ship_short(self, rest, *lines, **values):
        """An order with a rest policy, shipped with what is there."""
        order = self._confirmed(*lines, som_rest_policy=rest, **values)
        self.assertIs(self._press_validate(self._open(order)), True)
        return order

    def _send_notices(self):
        self._run_cron("som_allocation.ir_cron_shipping_notice")
