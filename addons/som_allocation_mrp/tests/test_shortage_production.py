from odoo.tests import Form, tagged

from odoo.addons.som_allocation.tests.shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestShortageProduction(ShortageCommon):
    """The board knows what can be made, and what is being made too late."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = cls._product("TP-TABLE", 50.0, sale_delay=0)
        cls.bom = cls.env["mrp.bom"].create({
            "product_tmpl_id": cls.table.product_tmpl_id.id, "produce_delay": 3,
            "bom_line_ids": [(0, 0, {"product_id": cls.scarce.id, "product_qty": 2})]})

    def test_what_has_to_be_made_is_to_order_and_opens_replenishment(self):
        self._confirmed((self.table, 4))
        row = self._board(self.table)
        self.assertEqual((row.short_qty, row.to_order_qty, row.missing_qty), (4, 4, 0))
        cure = row.cure_ids.filtered(lambda cure: cure.kind == "production")
        self.assertEqual((cure.quantity, cure.ref, cure.what), (4, self.bom.id, self.bom.display_name))
        action = cure.action_open()
        wizard = Form(self.env[action["res_model"]].with_context(**action["context"])).save()
        self.assertEqual((wizard.product_id, wizard.quantity), (self.table, 4))
        wizard.launch_replenishment()
        made = self.env["mrp.production"].search([("product_id", "=", self.table.id)])
        self.assertEqual(made.product_qty, 4)

    def test_a_production_that_is_late_opens_itself(self):
        production = self.env["mrp.production"].create({
            "product_id": self.table.id, "bom_id": self.bom.id, "product_qty": 4, "date_start": self._in(20)})
        production.action_confirm()
        order = self._confirmed((self.table, 4), commitment_date=self._in(1))
        row = self._board(self.table)
        cure = row.cure_ids.filtered(lambda cure: cure.kind == "receipt")
        self.assertTrue(cure, order.order_line.som_promise_info)
        self.assertEqual(cure.action_open()["res_id"], production.id)

    def test_others_have_only_goods_to_spare(self):
        self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._confirmed((self.table, 4))
        self.assertNotIn("transfer", self._board(self.table).cure_ids.mapped("kind"))
