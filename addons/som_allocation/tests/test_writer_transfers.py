from random import Random

from odoo.tests import tagged

from .run_common import RunCommon
from .writer_common import WriterCommon

STATES = ("draft", "waiting", "confirmed", "partially_available", "assigned", "done", "cancel")


@tagged("post_install", "-at_install")
class TestWriterTransfers(WriterCommon):
    """States of transfers, and the notes of their changes, are as Odoo has them."""

    def _mixed(self, count):
        """Transfers whose moves stand in states at random, one of them at least open."""
        random, stock = Random("states"), self.warehouse.lot_stock_id
        pickings = self.env["stock.picking"].create([{
            "picking_type_id": self.warehouse.out_type_id.id, "move_type": random.choice(["one", "direct"]),
            "location_id": (self.env.ref("stock.stock_location_suppliers") if random.random() < 0.1 else stock).id,
            "location_dest_id": self.customers.id,
            "move_ids": [(0, 0, {
                "product_id": self.goods.id, "product_uom_qty": 1, "location_id": stock.id,
                "location_dest_id": self.customers.id}) for _move in range(random.randint(1, 4))],
        } for _picking in range(count)])
        values = []
        for picking in pickings:
            values.append((picking.move_ids[0].id, random.choice(STATES[1:5]), random.choice([1, 2])))
            values += [
                (move.id, random.choice(STATES if random.random() < 0.2 else STATES[1:]), random.choice([0, 1, 3]))
                for move in picking.move_ids[1:]]
        self.env.flush_all()
        self.env.cr.execute("""
            UPDATE stock_move m SET state = d.state, product_uom_qty = d.quantity
              FROM unnest(%s, %s, %s) AS d(id, state, quantity) WHERE m.id = d.id""",
            [list(column) for column in zip(*values, strict=True)])
        self.env.invalidate_all()
        return pickings

    def test_states_are_what_odoo_computes(self):
        pickings = self._mixed(150)
        pickings._compute_state()
        native = {picking.id: picking.state for picking in pickings}
        self.env.invalidate_all(flush=False)
        self.env["som.allocation.transfers"]._som_write_transfers(pickings.ids)
        self.env.invalidate_all(flush=False)
        self.assertEqual({picking.id: picking.state for picking in pickings}, native)
        self.assertEqual(set(native.values()), {"draft", "waiting", "confirmed", "assigned"})

    def test_notes_speak_the_language_of_who_reserves_and_are_his(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.model.fields.selection"].search([
            ("field_id.model", "=", "stock.picking"), ("field_id.name", "=", "state"), ("value", "=", "assigned"),
        ]).with_context(lang="fr_FR").name = "Tout prêt"
        clerk = self._user("clerk", "stock.group_stock_user", "sales_team.group_sale_salesman", lang="fr_FR")
        moves = self._open((self.goods, 3))
        self.env.flush_all()
        self.env.cr.flush()
        self.env = self.env(user=clerk, su=True, context={**self.env.context, "lang": "fr_FR"})
        moves = moves.with_env(self.env)
        native = self._left_by(moves, moves._action_assign)
        self._assert_same(native, self._left_by(moves, lambda: self._reserve(moves)))
        [note] = native["mail_message"]
        self.assertEqual((note["new_value_char"], note["author_id"]), ("Tout prêt", clerk.partner_id.id))

    def test_no_note_is_made_where_none_is_wanted(self):
        moves = self._open((self.goods, 3))
        env = self.env
        for context in ("tracking_disable", "mail_notrack"):
            self.env = env(context={**env.context, context: True})
            self.assertFalse(self._left_by(moves, lambda: self._reserve(moves))["mail_message"])

    def test_what_changes_again_in_one_transaction_is_noted_once_by_odoo(self):
        moves = self._open((self.goods, 3))
        self.env.flush_all()
        self.env.cr.flush()
        moves.picking_id._track_prepare(["state"])
        left = self._left_by_pending(moves)
        self.assertEqual([(note["old_value_char"], note["new_value_char"]) for note in left], [("Waiting", "Ready")])

    def _left_by_pending(self, moves):
        last = self.env["mail.message"].search([], order="id desc", limit=1).id
        self._reserve(moves)
        self._give_back(moves)
        self._reserve(moves)
        self.env.cr.flush()
        return self._messages(moves, last)

    def test_queries_do_not_grow_with_what_is_written(self):
        products = self.env["product.product"].create([
            {"name": f"Query {number}", "type": "consu", "is_storable": True} for number in range(24)])
        for product in products:
            self._stock(product, 5)
        few, many = self._open(*[(product, 2) for product in products[:2]]), self.env["stock.move"]
        for _order in range(3):
            many += self._open(*[(product, 1) for product in products[2:]])
        self.env.cr.flush()
        counts = [
            [self._count(self._reserve, moves), self._count(self._give_back, moves)] for moves in (few, few, many)]
        for few, many in zip(counts[1], counts[2], strict=True):
            self.assertLessEqual(many, few)

    def _count(self, act, moves):
        self._forget()
        before = self.env.cr.sql_log_count
        act(moves)
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestConfirmedTransfers(RunCommon):
    """An order that is confirmed leaves the notes it leaves without the suite."""

    def test_confirmation_is_noted_as_natively(self):
        self.env = self.env(context={**self.env.context, "tracking_disable": False})
        self._stock(self.scarce, 5)
        noted = []
        for policy in (self.policy, None):
            if not policy:
                self.policy.action_deactivate()
            order = self._order((self.scarce, 2)).with_env(self.env)
            order.action_confirm()
            self.env.cr.flush()
            self.assertEqual(order.picking_ids.state, "assigned")
            values = order.picking_ids.message_ids.sudo().tracking_value_ids
            noted.append(values.sorted("id").mapped(lambda value: (value.old_value_char, value.new_value_char)))
        self.assertEqual(noted[0], noted[1])
