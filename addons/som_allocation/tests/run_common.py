from odoo.addons.som_core.tests.common import SomCommon


class RunCommon(SomCommon):
    """A policy, scarce goods and orders that want more of them than there is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scarce = cls._product("TP-SCARCE", 10.0)
        cls.policy = cls._policy("First come, first served", [{"strategy": "redistribute", "sort": ["age"]}])

    @classmethod
    def _policy(cls, name, segments, active=True, **values):
        """A policy: segments are values of segments, ``sort`` the keys they are sorted by."""
        policy = cls.env["som.allocation.policy"].create({
            "name": name, "starve_days": 0, **values,
            "segment_ids": [(0, 0, {
                "name": f"Segment {number}", "sequence": number,
                **{key: value for key, value in segment.items() if key != "sort"},
                "sort_ids": [(0, 0, {"key": key, "sequence": place})
                             for place, key in enumerate(segment.get("sort", ["age"]))],
            }) for number, segment in enumerate(segments)]})
        if active:
            policy.action_activate()
        return policy

    def _confirmed(self, *lines, **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        return order

    def _receive(self, quantity, product=None):
        """Goods that come in by a receipt."""
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id,
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
            "move_ids": [(0, 0, {
                "product_id": (product or self.scarce).id, "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id})]})
        picking.action_confirm()
        self._validate(picking, {picking.move_ids.product_id: quantity})

    def _run(self, policy=None, products=None, **values):
        return self.env["som.allocation.run"].create({
            "policy_id": (policy or self.policy).id,
            "product_ids": [(6, 0, (products or self.scarce).ids)], **values})

    def _preview(self, policy=None, products=None, **values):
        run = self._run(policy, products, **values)
        run.action_preview()
        return run

    def _applied(self, policy=None, products=None, **values):
        run = self._preview(policy, products, **values)
        run.action_apply()
        self.assertEqual(run.state, "applied", run.note)
        return run

    def _held(self, *orders, product=None):
        """What each order holds of a product on moves that are open."""
        return [sum(move.quantity for move in order.order_line.move_ids
                    if move.state not in ("done", "cancel") and move.product_id == (product or self.scarce))
                for order in orders]

    def _reserved(self, product=None):
        """(quantity, reserved) of the product's stock in the warehouse."""
        quants = self.env["stock.quant"].search([
            ("product_id", "=", (product or self.scarce).id),
            ("location_id", "child_of", self.warehouse.view_location_id.id)])
        return sum(quants.mapped("quantity")), sum(quants.mapped("reserved_quantity"))

    def _assert_clean(self, product=None):
        """What is reserved on the quants is what the lines say, and no more than there is."""
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT q.product_id, q.reserved, l.reserved FROM (
                   SELECT product_id, location_id, lot_id, package_id, owner_id, SUM(reserved_quantity) AS reserved,
                          SUM(quantity) AS quantity
                     FROM stock_quant WHERE location_id IN (SELECT id FROM stock_location WHERE usage = 'internal')
                    GROUP BY 1, 2, 3, 4, 5) q
              FULL JOIN (
                   SELECT product_id, location_id, lot_id, package_id, owner_id, SUM(quantity_product_uom) AS reserved
                     FROM stock_move_line WHERE location_id IN (SELECT id FROM stock_location WHERE usage = 'internal')
                      AND state NOT IN ('done', 'cancel', 'draft') GROUP BY 1, 2, 3, 4, 5) l
                ON q.product_id = l.product_id AND q.location_id = l.location_id
                   AND q.lot_id IS NOT DISTINCT FROM l.lot_id AND q.package_id IS NOT DISTINCT FROM l.package_id
                   AND q.owner_id IS NOT DISTINCT FROM l.owner_id
             WHERE COALESCE(q.product_id, l.product_id) = ANY(%s)
               AND (ABS(COALESCE(q.reserved, 0) - COALESCE(l.reserved, 0)) > 0.0001 OR q.reserved > q.quantity + 0.0001)
            """, [(product or self.scarce).ids])
        self.assertEqual(self.env.cr.fetchall(), [])
