import threading
from functools import partial

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.tests import tagged

from .. import turnstile
from .stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestNoOversell(StockRaceCase):
    """Two transactions that want the same units: one gets them, the other one waits and is tried again."""

    def setUp(self):
        super().setUp()
        self.product_id, = self._products(1)
        self._receive(self.product_id, 10)

    def _while_open(self, first, second):
        """Let ``second`` start while ``first`` has done its work but not committed; the order they ended in."""
        ended = []
        with self._env() as env, self._env() as other:
            other.cr.execute("SELECT 1")
            first(env)
            env.flush_all()
            thread = threading.Thread(target=self._try, args=(other, second, ended))
            thread.start()
            thread.join(0.5)
            self.assertTrue(thread.is_alive(), "the second transaction does not wait for the first")
            env.cr.commit()
            ended.append("first")
            thread.join(30)
        return ended

    def _try(self, env, work, ended):
        try:
            self._retrying(env, work)
            ended.append("second")
        except Exception as error:  # noqa: BLE001 — reported by the test in the main thread
            ended.append(error)

    def _reserve(self, env, move_id):
        env["stock.move"].browse(move_id)._action_assign()

    def _quant(self, env):
        return env["stock.quant"].search([("product_id", "=", self.product_id), ("location_id", "=", self.stock_id)])

    def _twin(self, env, **values):
        """A second quant of the product's key, as an import makes one."""
        return env["stock.quant"].create({"product_id": self.product_id, "location_id": self.stock_id, **values})

    def test_two_open_transactions_that_each_reserve_all_there_is(self):
        one, other = self._moves((self.product_id, 10), (self.product_id, 10))
        for first, second in ((one, other), (other, one)):
            ended = self._while_open(partial(self._reserve, move_id=first), partial(self._reserve, move_id=second))
            self.assertEqual(ended, ["first", "second"])
            self.assertEqual(self._reserved(first, second), [10, 0])
            self.assertEqual(self._quants(self.product_id), [(10, 10)])
            with self._env() as env:
                env["stock.move"].browse([one, other])._do_unreserve()

    def test_transactions_that_make_confirm_and_reserve_in_one_go(self):
        ended = self._while_open(lambda env: self._order(env, self.product_id, 10).action_confirm(),
                                 lambda env: self._order(env, self.product_id, 10).action_confirm())
        self.assertEqual(ended, ["first", "second"])
        self.assertEqual(self._quants(self.product_id), [(10, 10)])

    def test_goods_shipped_unreserved_while_they_are_reserved(self):
        one, other = self._moves((self.product_id, 10), (self.product_id, 10))

        def ship(env):
            move = env["stock.move"].browse(other)
            move.quantity, move.picked = 10, True
            move._action_done()

        self.assertEqual(self._while_open(lambda env: self._reserve(env, one), ship), ["first", "second"])
        self.assertEqual(self._quants(self.product_id), [])
        self.assertEqual(self._reserved(one), [0])

    def test_a_quant_that_one_transaction_cannot_see(self):
        product_id, = self._products(1)
        with self._env() as old:
            old.cr.execute("SELECT 1")
            self._receive(product_id, 10)
            with self.assertRaises(SerializationFailure), self.assertLogs("odoo.sql_db", "ERROR"):
                old["stock.quant"]._update_available_quantity(
                    old["product.product"].browse(product_id), old["stock.location"].browse(self.stock_id), -4)
            old.cr.rollback()
        self.assertEqual(self._quants(product_id), [(10, 0)])

    def test_plain_sql_that_adds_a_quant_beside_a_locked_one(self):
        add = """INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity, in_date)
                 SELECT product_id, location_id, company_id, 0, 10, in_date FROM stock_quant WHERE product_id = %s"""
        move_id, = self._moves((self.product_id, 10))
        with self._env() as raw:
            raw.cr.execute("SELECT 1")
            with self._env() as env:
                self._reserve(env, move_id)
            with self.assertRaises(SerializationFailure), self.assertLogs("odoo.sql_db", "ERROR"):
                raw.cr.execute(add, [self.product_id])
            raw.cr.rollback()
        self.assertEqual(self._quants(self.product_id), [(10, 10)])

    def test_each_takes_another_quant_of_a_key_that_has_two(self):
        with self._env() as env:
            ids = (self._quant(env) + self._twin(env, quantity=5)).ids
        update = "UPDATE stock_quant SET reserved_quantity = 15 WHERE id = %s"
        with self._env() as one, self._env() as other:
            for env in (one, other):
                env.cr.execute("SELECT 1")
            one.cr.execute(update, [ids[0]])
            one.cr.commit()
            with self.assertRaises(SerializationFailure), self.assertLogs("odoo.sql_db", "ERROR"):
                other.cr.execute(update, [ids[1]])
            other.cr.rollback()

    def test_giving_back_from_duplicates_loses_nothing(self):
        with self._env() as env:
            quant = self._quant(env)
            quant.reserved_quantity = 2
            self._twin(env, quantity=5, reserved_quantity=3)
            env["stock.quant"]._update_reserved_quantity(quant.product_id, quant.location_id, -4)
        self.assertEqual(sum(reserved for _quantity, reserved in self._quants(self.product_id)), 1)

    def test_quantities_forced_by_hand_stay_possible(self):
        move_id, = self._moves((self.product_id, 10))
        with self._env() as env:
            env["stock.move"].browse(move_id).quantity = 14
        self.assertEqual(self._quants(self.product_id), [(10, 14)])

    def test_customers_quants_keep_nobody_waiting(self):
        with self._env() as env, self._env() as other:
            product = env["product.product"].browse(self.product_id)
            customers = env.ref("stock.stock_location_customers")
            env["stock.quant"]._update_available_quantity(product, customers, 1)
            other.cr.execute("SET LOCAL lock_timeout = '1s'")
            product, customers = product.with_env(other), customers.with_env(other)
            other["stock.quant"]._update_available_quantity(product, customers, 1)

    def test_the_scheduler_tries_again_what_it_loses(self):
        move_id, = self._moves((self.product_id, 4))
        lost = []
        native = self.registry["stock.move"]._action_assign
        case = self

        def losing(moves, **kwargs):
            if not lost:
                lost.append(moves.ids)
                case._receive(case.product_id, 1)
                moves.env.cr.execute("SELECT 1")
                raise SerializationFailure
            return native(moves, **kwargs)

        self.patch(self.registry["stock.move"], "_action_assign", losing)
        with self._env() as env:
            env["stock.rule"].run_scheduler(use_new_cursor=True)
        self.assertEqual(len(lost), 1)
        self.assertEqual(self._reserved(move_id), [4])

    def test_lines_edited_together_take_their_turns_in_one_order(self):
        one, other = self._products(2)
        for product_id in (one, other):
            self._receive(product_id, 10)
        moves = self._moves((one, 1), (other, 1)), self._moves((other, 1), (one, 1))

        def line(env, move_id):
            move = env["stock.move"].browse(move_id)
            return {"move_id": move.id, "product_id": move.product_id.id, "location_id": self.stock_id,
                    "location_dest_id": move.location_dest_id.id, "quantity": 1}

        def add(env, move_ids):
            env["stock.move.line"].create([line(env, move_id) for move_id in move_ids])

        self._race(*(lambda env, move_ids=move_ids: add(env, move_ids) for move_ids in moves * 2))
        self.assertEqual(self.errors, [])
        self.assertEqual([self._quants(product_id) for product_id in (one, other)], [[(10, 4)], [(10, 4)]])

    def test_turns_taken_before_are_kept_by_beginning_with_turns(self):
        first, second = self._products(2)
        with self._env() as env, self._env() as other:
            turnstile.take(env, env["product.product"].browse(first))
            turnstile.begin(env, env["product.product"].browse(second))
            for product_id in (first, second):
                self.assertFalse(self._free(other, product_id))

    def test_beginning_with_no_turns_looks_at_the_data_anew(self):
        with self._env() as env:
            env.cr.execute("SELECT 1")
            self._receive(self.product_id, 5)
            turnstile.begin(env, env["product.product"])
            self.assertEqual(self._quant(env).quantity, 15)

    def test_no_turn_is_left_behind(self):
        product_id, = self._products(1)
        with self._env() as env, self._env() as other:
            products = env["product.product"].browse(product_id)
            turnstile.take(env, products)
            env.cr.rollback()
            env.cr.execute("SELECT 1")
            self.assertFalse(self._free(other, product_id), "the next transaction does not begin with the turn")
            env.cr.commit()
            self.assertTrue(self._free(other, product_id))

    def test_who_waits_too_long_leaves_no_turn_behind(self):
        first, second = sorted(self._products(2), key=lambda product_id: product_id % turnstile.TURNS)
        with self._env() as env, self._env() as other:
            turnstile.take(other, other["product.product"].browse(second))
            env.cr.execute("SET lock_timeout = '100ms'")
            env.cr.commit()
            with self.assertRaises(LockNotAvailable), self.assertLogs("odoo.sql_db", "ERROR"):
                turnstile.begin(env, env["product.product"].browse([first, second]))
            self.assertTrue(self._free(other, first))
            env.cr.execute("RESET lock_timeout", log_exceptions=False)

    def _free(self, env, product_id):
        env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [turnstile.SPACE, product_id % turnstile.TURNS])
        return env.cr.fetchone()[0]
