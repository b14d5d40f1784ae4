from odoo import fields
from odoo.tests import freeze_time

from odoo.addons.som_core.tests.common import SomCommon


@freeze_time("2026-03-10 12:00:00")
class ProtectionCommon(SomCommon):
    """Scarce goods, a webshop that some are kept for, and a shop counter that would like them too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.web = cls.channel
        cls.shop = cls.env["som.channel"].create({"name": "Test Counter", "code": "test-counter", "kind": "pos"})
        cls.scarce = cls._product("TP-SCARCE", 10.0)
        cls._stock(cls.scarce, 10)
        cls.dozen = cls.env.ref("uom.product_uom_dozen")

    @classmethod
    def _protect(cls, quantity=6, **values):
        """Keep some of the scarce goods for the webshop."""
        return cls.env["som.allocation.protection"].create({
            "name": "For the webshop", "product_id": cls.scarce.id, "channel_ids": [(6, 0, cls.web.ids)],
            "quantity": quantity, "date_from": "2026-03-01", **values})

    def _share(self, percent, **values):
        return self._protect(0, kind="share", share=percent, **values)

    def _ordered(self, channel, quantity, product=None, **values):
        """A confirmed order of a channel."""
        order = self._order((product or self.scarce, quantity), som_channel_id=channel.id, **values)
        order.action_confirm()
        return order

    def _held(self, *orders):
        """What each order holds on moves that are open."""
        return [sum(move.quantity for move in order.order_line.move_ids if move.state not in ("done", "cancel"))
                for order in orders]

    def _by_hand(self):
        """Nothing is reserved at confirmation."""
        self.warehouse.out_type_id.reservation_method = "manual"

    def _ship(self, order):
        self._validate(order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")))

    def _figures(self, protection):
        protection.invalidate_recordset()
        return protection.protected, protection.used, protection.left

    def _today(self):
        return fields.Datetime.now()

    def _assert_clean(self, product=None):
        """What is reserved on the quants is what the lines say, and no more than there is."""
        self.env.flush_all()
        product = product or self.scarce
        self.env.cr.execute(
            """SELECT (SELECT COALESCE(SUM(reserved_quantity), 0) FROM stock_quant q JOIN stock_location a
                          ON a.id = q.location_id AND a.usage = 'internal' WHERE q.product_id = %(product)s),
                      (SELECT COALESCE(SUM(quantity_product_uom), 0) FROM stock_move_line l JOIN stock_location a
                          ON a.id = l.location_id AND a.usage = 'internal'
                        WHERE l.product_id = %(product)s AND l.state NOT IN ('done', 'cancel', 'draft')),
                      (SELECT COUNT(*) FROM stock_quant
                        WHERE product_id = %(product)s AND reserved_quantity > quantity)""",
            {"product": product.id})
        on_quants, on_lines, oversold = self.env.cr.fetchone()
        self.assertAlmostEqual(float(on_quants), float(on_lines))
        self.assertFalse(oversold)
