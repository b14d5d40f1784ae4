import threading
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged


@tagged("post_install", "-at_install")
class TestCreditRace(BaseCase):
    """Workers with cursors of their own confirm orders of one customer at the same moment: the limit holds."""

    WORKERS = 4
    ORDER, LIMIT = 100.0, 250.0

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.errors, self.tries = [], 0
        with self._env() as env:
            self.company_id = env.company.id
            product = env["product.product"].create({
                "name": "Race", "type": "service", "list_price": self.ORDER, "taxes_id": False,
                "invoice_policy": "order"})
            self.product_id = product.id
            self.was_on = env["som.check"].search([]).ids
            env["som.check"].browse(self.was_on).active = False
            self.check_id = env["som.check"].create({
                "name": "Race", "kind": "builtin", "builtin": "credit_limit", "percent": 100}).id
        self.partner_ids, self.group_id = [], False
        self.addCleanup(self._clean_up)

    @contextmanager
    def _env(self):
        cr = self.registry.cursor()  # the test mode of other classes must not lend us its cursor
        try:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            cr.commit()
        finally:
            cr.close()

    def _clean_up(self):
        with self._env() as env:
            orders = env["sale.order"].search([("partner_id", "in", self.partner_ids)])
            orders._action_cancel()
            env.cr.execute("DELETE FROM som_hold WHERE order_id = ANY(%s)", [orders.ids])
            env.invalidate_all()
            orders.unlink()
            env["res.partner"].browse(self.partner_ids).unlink()
            env["som.credit.group"].browse(self.group_id or []).unlink()
            env["som.check"].browse(self.check_id).unlink()
            env["som.check"].browse(self.was_on).active = True
            env["product.product"].browse(self.product_id).product_tmpl_id.unlink()

    def _customers(self, number, **values):
        with self._env() as env:
            self.partner_ids = env["res.partner"].create(
                [{"name": f"Racer {n}", **values} for n in range(number)]).ids

    def _orders(self):
        """One quotation for each worker, of the customers in turn."""
        with self._env() as env:
            return env["sale.order"].create([{
                "partner_id": self.partner_ids[number % len(self.partner_ids)],
                "order_line": [(0, 0, {"product_id": self.product_id, "product_uom_qty": 1})],
            } for number in range(self.WORKERS)]).ids

    def _work(self, barrier, order_id):
        try:
            with self._env() as env:
                env.cr.execute("SELECT 1")  # every worker's snapshot is older than every other's confirmation
                barrier.wait(30)
                retrying(lambda: self._confirm(env, order_id), env)
        except Exception as error:  # noqa: BLE001 — reported by the test in the main thread
            self.errors.append(error)

    def _confirm(self, env, order_id):
        self.tries += 1
        env["sale.order"].browse(order_id).action_confirm()

    def _race(self):
        orders = self._orders()
        barrier = threading.Barrier(self.WORKERS)
        threads = [threading.Thread(target=self._work, args=(barrier, order)) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(self.errors, [])
        with self._env() as env:
            orders = env["sale.order"].browse(orders)
            confirmed = orders.filtered(lambda order: order.state == "sale")
            return sum(confirmed.mapped("amount_total")), (orders - confirmed).mapped("som_hold_status")

    def test_one_customer(self):
        self._customers(1, credit_limit=self.LIMIT)
        confirmed, held = self._race()
        self.assertEqual(confirmed, 200)
        self.assertEqual(held, ["held", "held"])
        self.assertGreater(self.tries, self.WORKERS)  # there was a race to lose

    def test_customers_who_share_a_limit(self):
        with self._env() as env:
            self.group_id = env["som.credit.group"].create({"name": "Race", "limit": self.LIMIT}).id
        self._customers(self.WORKERS, som_credit_group_id=self.group_id)
        confirmed, held = self._race()
        self.assertEqual(confirmed, 200)
        self.assertEqual(held, ["held", "held"])

    def test_customers_of_their_own_do_not_wait_for_each_other(self):
        self._customers(self.WORKERS, credit_limit=self.LIMIT)
        confirmed, held = self._race()
        self.assertEqual((confirmed, held), (400, []))

    def test_without_the_lock_the_limit_would_not_hold(self):
        """What the lock is for: the same race, with its rows out of the way."""
        self._customers(1, credit_limit=self.LIMIT)
        self.patch(self.registry["som.credit"], "_som_lock", lambda self, partners, companies: None)
        confirmed, _held = self._race()
        self.assertGreater(confirmed, self.LIMIT)
