from odoo.addons.som_allocation.tests.shortage_common import ShortageCommon


class ProductionCommon(ShortageCommon):
    """Tables, made in two days of four pieces, of which there are ten, and of a board, of which there is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls._product("TP-BOARD", 5.0, sale_delay=0)
        cls.table = cls._product("TP-TABLE", 50.0, sale_delay=0)
        cls.bom = cls._made(cls.table, [(cls.scarce, 4), (cls.board, 1)], produce_delay=2)

    @classmethod
    def _made(cls, product, components, **values):
        return cls.env["mrp.bom"].create({
            "product_tmpl_id": product.product_tmpl_id.id, "product_qty": 1, "bom_line_ids": [
                (0, 0, {"product_id": one.id, "product_qty": quantity}) for one, quantity in components], **values})

    def _production(self, quantity, start, days=2):
        production = self.env["mrp.production"].create({
            "product_id": self.table.id, "bom_id": self.bom.id, "product_qty": quantity,
            "date_start": self._in(start)})
        production.action_confirm()
        return production

    def _look(self):
        self._run_cron("som_allocation.ir_cron_promise_event")
