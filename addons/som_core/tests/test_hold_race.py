from odoo.tests import tagged

from .race import RaceCase


@tagged("post_install", "-at_install")
class TestHoldRace(RaceCase):
    """Two workers waive, clear and confirm the same order at once: one outcome, and no hold is lost."""

    ROUNDS = 4

    def setUp(self):
        super().setUp()
        with self._env() as env:
            self.off = env["som.check"].search([]).ids
            env["som.check"].browse(self.off).active = False
            partner = env["res.partner"].create({"name": "Racer"})
            product = env["product.product"].create({"name": "Race", "type": "service", "list_price": 100.0})
            self.partner_id, self.product_id = partner.id, product.id
            self.check_id = env["som.check"].create({
                "name": "Race", "message": "Too much.", "kind": "line", "domain": "[('product_uom_qty', '>', 10)]"}).id
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._env() as env:
            orders = env["sale.order"].search([("partner_id", "=", self.partner_id)])
            orders._action_cancel()
            orders.unlink()
            env["som.check"].browse(self.check_id).unlink()
            env["som.check"].with_context(active_test=False).browse(self.off).active = True
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _order(self, quantity):
        with self._env() as env:
            return env["sale.order"].create({
                "partner_id": self.partner_id,
                "order_line": [(0, 0, {"product_id": self.product_id, "product_uom_qty": quantity})]}).id

    def _do(self, order_id, what):
        """Work of one kind on an order."""
        def confirm(env):
            env["sale.order"].browse(order_id).action_confirm()

        def waive(env):
            env["som.hold"].search([("order_id", "=", order_id), ("state", "=", "open")]).waive("Fine")

        def mend(env):
            env["sale.order"].browse(order_id).order_line.product_uom_qty = 5

        def spoil(env):
            env["sale.order"].browse(order_id).order_line.product_uom_qty = 50

        def recheck(env):
            env["sale.order"].browse(order_id)._som_look_again()
        return {"confirm": confirm, "waive": waive, "mend": mend, "spoil": spoil, "recheck": recheck}[what]

    def _found(self, order_id):
        """(state of the order, its status, states of its holds); what is inconsistent fails here."""
        with self._env() as env:
            order = env["sale.order"].browse(order_id)
            holds = order.som_hold_ids
            opened = holds.filtered(lambda hold: hold.state == "open")
            self.assertEqual(order.som_hold_status == "held", bool(opened))
            self.assertLessEqual(len(opened), 1)
            bad = order.order_line.product_uom_qty > 10
            covered = holds.filtered(lambda hold: hold.state == "waived" and hold.covers)
            self.assertEqual(bad, bool(opened or covered), "what is bad is held or waived, nothing else is")
            return order.state, order.som_hold_status, sorted(holds.mapped("state"))

    def _held(self):
        order_id = self._order(20)
        with self._env() as env:
            env["sale.order"].browse(order_id).action_confirm()
        self.assertEqual(self._found(order_id), ("draft", "held", ["open"]))
        return order_id

    def _assert_no_error(self):
        self.assertEqual(self.errors, [])

    def test_two_confirm_the_same_bad_order(self):
        for _round in range(self.ROUNDS):
            order_id = self._order(20)
            self._race(self._do(order_id, "confirm"), self._do(order_id, "confirm"))
            self._assert_no_error()
            self.assertEqual(self._found(order_id), ("draft", "held", ["open"]))

    def test_two_waive_the_same_hold(self):
        for _round in range(self.ROUNDS):
            order_id = self._held()
            self._race(self._do(order_id, "waive"), self._do(order_id, "waive"))
            self._assert_no_error()
            self.assertEqual(self._found(order_id), ("sale", "clear", ["waived"]))

    def test_one_waives_while_the_cause_goes_away(self):
        for _round in range(self.ROUNDS):
            order_id = self._held()
            self._race(self._do(order_id, "waive"), self._do(order_id, "mend"), self._do(order_id, "recheck"))
            self._assert_no_error()
            with self._env() as env:  # the background run that a cleared hold wakes
                env["sale.order"].browse(order_id)._som_look_again()
            state, status, _holds = self._found(order_id)
            self.assertEqual((state, status), ("sale", "clear"))

    def test_one_waives_while_another_makes_it_worse(self):
        for _round in range(self.ROUNDS):
            order_id = self._held()
            with self._env() as env:
                env["sale.order"].browse(order_id).action_som_stop_waiting()
            self._race(self._do(order_id, "waive"), self._do(order_id, "spoil"))
            self._assert_no_error()
            state, status, holds = self._found(order_id)
            self.assertEqual(state, "draft")
            # waived before it got worse: held again; after: waived as it is
            self.assertIn((status, holds), [("held", ["open", "waived"]), ("clear", ["waived"]),
                                            ("clear", ["cleared", "waived"]), ("held", ["cleared", "open"])])

    def test_one_confirms_while_another_makes_it_bad(self):
        for _round in range(self.ROUNDS):
            order_id = self._order(5)
            with self._env() as env:
                env["sale.order"].browse(order_id).action_som_check()
            self._race(self._do(order_id, "confirm"), self._do(order_id, "spoil"))
            self._assert_no_error()
            _state, status, holds = self._found(order_id)
            self.assertEqual((status, holds), ("held", ["open"]))

    def test_everything_at_once(self):
        for _round in range(self.ROUNDS):
            order_id = self._held()
            self._race(*(self._do(order_id, what) for what in ("confirm", "waive", "mend", "recheck", "confirm")))
            unexpected = [error for error in self.errors if "not in a state" not in str(error)]
            self.assertEqual(unexpected, [])
            self.errors.clear()
            with self._env() as env:
                env["sale.order"].browse(order_id)._som_look_again()
            self.assertEqual(self._found(order_id)[:2], ("sale", "clear"))
