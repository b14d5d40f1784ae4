from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase


class TourCommon(HttpCase):
    """What tours need: bundles that are there before a browser waits for them, and people who log in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for bundle in ("web.assets_web", "web.assets_web_print", "web.assets_tests"):
            assets = cls.env["ir.qweb"]._get_asset_bundle(bundle)  # once for all, and not while a browser waits
            assets.js()
            assets.css()

    @classmethod
    def _person(cls, login, *groups):
        return cls._user(login, *groups, password=login, tz="UTC")

    def _in(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    def _coming(self, product, quantity, days):
        """A receipt that is planned so many days from now."""
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id, "location_id": supplier.id,
            "location_dest_id": self.warehouse.lot_stock_id.id, "scheduled_date": self._in(days),
            "move_ids": [(0, 0, {
                "product_id": product.id, "product_uom_qty": quantity, "date": self._in(days),
                "location_id": supplier.id, "location_dest_id": self.warehouse.lot_stock_id.id})]})
        picking.action_confirm()
        return picking.move_ids
