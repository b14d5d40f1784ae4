from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import Form, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyPrecedence(PolicyCommon):
    """Only some may put an order before others; whoever may edit it edits the rest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("precedence-seller", "sales_team.group_sale_salesman_all_leads")
        cls.planner = cls._user(
            "precedence-planner", "sales_team.group_sale_salesman_all_leads", "som_allocation.group_som_expedite")
        cls.manager = cls._user("precedence-manager", "sales_team.group_sale_manager")
        cls.order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id,
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 1})]})
        cls.line = cls.order.order_line

    def _call(self, user, record, method, *args, **kwargs):
        """As a client asks for it."""
        return call_kw(record.env[record._name].with_user(user), method, [*([record.ids] if record else []), *args],
                       kwargs)

    def _ways(self, user):
        """Every way to put an order first that a client has: what is asked for, and which field it sets."""
        order, line = self.order, self.line
        new = {"partner_id": self.customer.id}
        new_line = {"product_id": self.goods.id, "som_strategy": "win"}
        orders, lines = order.browse(), line.browse()
        return (
            lambda: self._call(user, order, "write", {"som_expedited": True}),
            lambda: self._call(user, order, "web_save", {"som_expedited": True}, specification={}),
            lambda: self._call(user, order, "write", {"order_line": [(1, line.id, {"som_strategy": "win"})]}),
            lambda: self._call(user, order, "write", {"order_line": [(0, 0, new_line)]}),
            lambda: self._call(user, line, "write", {"som_strategy": "win"}),
            lambda: self._call(user, orders, "create", [{**new, "som_expedited": True}]),
            lambda: self._call(user, orders, "create", [new], context={"default_som_expedited": True}),
            lambda: self._call(user, orders, "create", [{**new, "order_line": [(0, 0, new_line)]}]),
            lambda: self._call(user, lines, "create", [{**new_line, "order_id": order.id}]),
        )

    def test_a_salesperson_is_refused_whichever_way_he_asks(self):
        for number, ask in enumerate(self._ways(self.seller)):
            with self.subTest(way=number), self.assertRaisesRegex(AccessError, "goes without where stock is short"), \
                    self.env.cr.savepoint():
                ask()
        self.assertEqual((self.order.som_expedited, self.line.som_strategy, self.order.order_line),
                         (False, False, self.line))

    def test_the_refusal_names_field_and_record_and_who_may(self):
        text = f"“Expedited” of {self.order.name}.*“Expedite Orders”"
        with self.assertRaisesRegex(AccessError, text):
            self.order.with_user(self.seller).som_expedited = True

    def test_whoever_has_the_right_does_it_every_way(self):
        for user in (self.planner, self.manager):
            for number, ask in enumerate(self._ways(user)):
                with self.subTest(user=user.login, way=number):
                    ask()
            self.assertEqual((self.order.som_expedited, self.line.som_strategy), (True, "win"))
            (self.order.order_line - self.line).unlink()
            self.order.som_expedited = self.line.som_strategy = False

    def test_what_others_have_expedited_cannot_be_turned_back_by_anybody(self):
        self.order.with_user(self.planner).som_expedited = True
        self.line.with_user(self.planner).som_strategy = "gain"
        for record, values in ((self.order, {"som_expedited": False}), (self.line, {"som_strategy": False})):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(self.seller).write(values)

    def test_the_rest_of_the_order_is_edited_confirmed_and_copied_as_ever(self):
        self.order.with_user(self.planner).som_expedited = True
        self.line.with_user(self.planner).som_strategy = "gain"
        order = self.order.with_user(self.seller)
        order.write({"som_expedited": True, "client_order_ref": "x", "order_line": [
            (1, self.line.id, {"som_strategy": "gain", "product_uom_qty": 2})]})
        order.action_confirm()
        self.assertEqual(order.sudo().order_line.move_ids.mapped("priority"), ["1"])
        self.assertFalse(order.copy().som_expedited)

    def test_what_the_system_does_for_somebody_without_the_right_is_not_refused(self):
        self.order.with_user(self.seller).sudo().som_expedited = True
        self.line.with_user(self.seller).sudo().som_strategy = "gain"
        self.assertTrue(self.order.som_expedited)

    def test_one_of_many_that_changes_is_enough_to_refuse_all_and_is_named(self):
        other = self._order((self.goods, 1), som_expedited=True)
        with self.assertRaises(AccessError) as caught:
            (self.order | other).with_user(self.seller).write({"som_expedited": True})
        self.assertIn(self.order.name, str(caught.exception))
        self.assertNotIn(other.name, str(caught.exception))

    def test_the_screen_shows_it_to_everybody_and_lets_some_change_it(self):
        with Form(self.order.with_user(self.planner)) as form:
            form.som_expedited = True
            with form.order_line.edit(0) as line:
                line.som_strategy = "gain"
        self.assertEqual((self.order.som_expedited, self.line.som_strategy), (True, "gain"))
        form = Form(self.order.with_user(self.seller))
        self.assertTrue(form.som_expedited)
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.som_expedited = False
        with self.assertRaisesRegex(AssertionError, "readonly"), form.order_line.edit(0) as line:
            line.som_strategy = False
