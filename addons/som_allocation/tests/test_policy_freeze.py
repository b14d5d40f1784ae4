from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyFreeze(PolicyCommon):
    """A frozen line says who froze it and when, and nobody can say otherwise."""

    def setUp(self):
        super().setUp()
        self.seller = self._user("freezer", "sales_team.group_sale_salesman_all_leads")
        self.order = self._order((self.goods, 1), (self.more_goods, 1))
        self.lines = self.order.order_line

    def _signature(self, line):
        return line.som_frozen, line.som_frozen_by_id, str(line.som_frozen_at or "")

    def test_the_button_freezes_and_lets_go(self):
        line = self.lines[0]
        with freeze_time("2026-03-03 12:00:00"):
            line.with_user(self.seller).action_som_freeze()
        self.assertEqual(self._signature(line), (True, self.seller, "2026-03-03 12:00:00"))
        line.with_user(self.seller).action_som_freeze()
        self.assertEqual(self._signature(line), (False, self.env["res.users"], ""))

    def test_some_frozen_lines_and_some_not_are_all_frozen(self):
        self.lines[0].som_frozen = True
        self.lines.with_user(self.seller).action_som_freeze()
        self.assertEqual(self.lines.mapped("som_frozen"), [True, True])
        self.assertEqual(self.lines.som_frozen_by_id, self.env.user | self.seller)

    def test_a_line_of_a_locked_order_is_frozen_too(self):
        self.order.action_confirm()
        self.order.locked = True
        self.lines.with_user(self.seller).action_som_freeze()
        self.assertEqual(self.lines.mapped("som_frozen"), [True, True])

    def test_freezing_through_the_form_is_signed_as_well(self):
        self.order.with_user(self.seller).write({"order_line": [(1, self.lines[0].id, {"som_frozen": True})]})
        self.assertEqual(self.lines[0].som_frozen_by_id, self.seller)

    def test_a_line_that_is_created_frozen_is_signed(self):
        line = self.env["sale.order.line"].with_user(self.seller).create({
            "order_id": self.order.id, "product_id": self.goods.id, "som_frozen": True,
            "som_frozen_by_id": self.env.uid})
        self.assertEqual(line.som_frozen_by_id, self.seller)

    def test_nobody_signs_for_another(self):
        line = self.lines[0].with_user(self.seller)
        line.write({"som_frozen": True, "som_frozen_by_id": self.env.ref("base.user_admin").id,
                    "som_frozen_at": "2020-01-01 00:00:00"})
        self.assertEqual(line.som_frozen_by_id, self.seller)
        line.som_frozen_by_id = self.env.ref("base.user_admin")
        self.env.invalidate_all()
        self.assertEqual(line.som_frozen_by_id, self.seller)

    def test_freezing_again_keeps_the_first_signature(self):
        self.lines[0].som_frozen = True
        self.lines[0].with_user(self.seller).som_frozen = True
        self.assertEqual(self.lines[0].som_frozen_by_id, self.env.user)

    def test_who_may_not_change_the_order_may_not_freeze_it(self):
        stranger = self._user("freeze-stranger", "sales_team.group_sale_salesman")
        self.order.user_id = self.seller
        for user in (stranger, self._user("freeze-portal", "base.group_portal")):
            with self.subTest(user=user.login), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.lines.with_user(user).action_som_freeze()
        self.assertFalse(any(self.lines.mapped("som_frozen")))
