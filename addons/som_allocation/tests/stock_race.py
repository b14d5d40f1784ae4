from odoo.service.model import retrying

from odoo.addons.som_core.tests.race import RaceCase


class StockRaceCase(RaceCase):
    """Products, stock and moves that real transactions commit, and the way to remove them again."""

    def setUp(self):
        super().setUp()
        with self._env() as env:
            warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
            self.stock_id = warehouse.lot_stock_id.id
            self.out_type_id = warehouse.out_type_id.id
            self.partner_id = env["res.partner"].create({"name": "Racer"}).id
        self.product_ids = []
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._env() as env:
            products = [self.product_ids]
            env.cr.execute("DELETE FROM stock_move_line WHERE product_id = ANY(%s)", products)
            env.cr.execute("DELETE FROM stock_picking WHERE id IN"
                           " (SELECT picking_id FROM stock_move WHERE product_id = ANY(%s))", products)
            env.cr.execute("DELETE FROM stock_move WHERE product_id = ANY(%s)", products)
            env.cr.execute("DELETE FROM stock_quant WHERE product_id = ANY(%s)", products)
            env.cr.execute("DELETE FROM som_stock_key WHERE product_id = ANY(%s)", products)
            env.cr.execute("DELETE FROM sale_order WHERE partner_id = %s", [self.partner_id])
            env["res.partner"].browse(self.partner_id).unlink()
            env["product.product"].browse(self.product_ids).product_tmpl_id.unlink()

    def _products(self, count):
        with self._env() as env:
            ids = env["product.product"].create([
                {"name": f"Raced {number}", "type": "consu", "is_storable": True} for number in range(count)]).ids
        self.product_ids += ids
        return ids

    def _receive(self, product_id, quantity):
        with self._env() as env:
            env["stock.quant"]._update_available_quantity(
                env["product.product"].browse(product_id), env["stock.location"].browse(self.stock_id), quantity)

    def _moves(self, *wanted):
        """Confirmed deliveries that nothing is reserved for; ``wanted`` are (product, quantity)."""
        with self._env() as env:
            customers = env.ref("stock.stock_location_customers").id
            moves = env["stock.move"].create([{
                "product_id": product_id, "product_uom_qty": quantity, "picking_type_id": self.out_type_id,
                "location_id": self.stock_id, "location_dest_id": customers} for product_id, quantity in wanted])
            moves._action_confirm(merge=False)
            moves._do_unreserve()
            return moves.ids

    def _order(self, env, product_id, quantity):
        return env["sale.order"].create({"partner_id": self.partner_id, "order_line": [
            (0, 0, {"product_id": product_id, "product_uom_qty": quantity})]})

    def _retrying(self, env, work):
        return retrying(lambda: work(env), env)

    def _reserved(self, *move_ids):
        with self._env() as env:
            return env["stock.move"].browse(move_ids).mapped("quantity")

    def _quants(self, product_id):
        """(quantity, reserved) of each quant on stock that is not empty."""
        with self._env() as env:
            quants = env["stock.quant"].search(
                [("product_id", "=", product_id), ("location_id", "=", self.stock_id)], order="id")
            return [(quant.quantity, quant.reserved_quantity) for quant in quants
                    if quant.quantity or quant.reserved_quantity]
