from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyFieldPath(PolicyCommon):
    """Sorting by any stored field, named by a path from the stock move."""

    def _by(self, path, direction="asc"):
        return self._policy({"name": "By Path", "sort": [
            {"key": "field", "field_path": path, "direction": direction}]}, activate=False)

    def _refused(self, path, user=None):
        with self.assertRaises(ValidationError) as error, self.env.cr.savepoint():
            policy = self._policy({"name": "By Path"}, activate=False)
            self.env["som.allocation.sort"].with_user(user or self.env.user).create(
                {"segment_id": policy.segment_ids.id, "key": "field", "field_path": path})
        self.assertIn("By Path", str(error.exception))
        self.assertIn(f"“{path}”", str(error.exception))
        return str(error.exception)

    def test_texts_and_empty_ones_last(self):
        moves = self._waiting(client_order_ref="b") + self._waiting(client_order_ref="a") + self._waiting()
        moves[2].sale_line_id.order_id.client_order_ref = ""
        path = "sale_line_id.order_id.client_order_ref"
        self.assertEqual(self._ranks(self._by(path), moves), [2, 1, 3])
        self.assertEqual(self._ranks(self._by(path, "desc"), moves), [1, 2, 3])

    def test_dates(self):
        moves = self._waiting() + self._waiting() + self._waiting()
        for move, day in zip(moves, (3, 2), strict=False):
            move.sale_line_id.order_id.validity_date = datetime(2026, 1, day).date()
        moves[2].sale_line_id.order_id.validity_date = False
        self.assertEqual(self._ranks(self._by("sale_line_id.order_id.validity_date"), moves), [2, 1, 3])

    def test_numbers_that_nobody_wrote_are_zero(self):
        moves = self._waiting((self.goods, 1)) + self._waiting((self.more_goods, 1))
        self.goods.weight = 2
        self.env.cr.execute("UPDATE product_product SET weight = NULL WHERE id = %s", [self.more_goods.id])
        self.assertEqual(self._ranks(self._by("product_id.weight"), moves), [2, 1])

    def test_choices_stand_as_in_their_list(self):
        moves = self._waiting() + self._waiting() + self._waiting()
        for move, invoices in zip(moves, ("no", "invoiced", "upselling"), strict=True):
            move.sale_line_id.invoice_status = invoices
        self.env.flush_all()
        # upselling, invoiced, to invoice, no
        self.assertEqual(self._ranks(self._by("sale_line_id.invoice_status"), moves), [3, 2, 1])

    def test_a_field_of_the_products_template_by_the_variant(self):
        moves = self._waiting((self.goods, 1)) + self._waiting((self.more_goods, 1))
        self.assertEqual(self._ranks(self._by("product_id.list_price", "desc"), moves), [2, 1])

    def test_a_company_dependent_field_is_the_policys_companys(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        moves = self._waiting((self.goods, 1)) + self._waiting((self.more_goods, 1))
        self.goods.standard_price = 3
        self.goods.with_company(elsewhere).standard_price = 1
        self.more_goods.standard_price = 2
        policy = self._by("product_id.standard_price").with_company(elsewhere)
        self.assertEqual(self._ranks(policy, moves), [2, 1])

    def test_a_translated_field_is_read_in_the_companys_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        categories = self.env["product.category"].create([{"name": "A"}, {"name": "B"}])
        self.goods.name, self.more_goods.name = "A", "B"
        self.goods.with_context(lang="fr_FR").name = "Z"
        self.goods.categ_id, self.more_goods.categ_id = categories
        moves = self._waiting((self.goods, 1)) + self._waiting((self.more_goods, 1))
        policy = self._by("product_id.name")
        self.company.partner_id.lang = "en_US"
        self.assertEqual(self._ranks(policy.with_context(lang="fr_FR"), moves), [1, 2])
        self.company.partner_id.lang = "fr_FR"
        self.assertEqual(self._ranks(policy.with_context(lang="en_US"), moves), [2, 1])

    def test_what_leads_nowhere_is_named_with_the_remedy(self):
        for path, part, remedy in (
                ("sale_line_id.no_such", "no_such", "from the list"),
                ("move_line_ids.quantity", "move_line_ids", "many"),
                ("product_uom_qty.name", "product_uom_qty", "end there"),
                ("sale_line_id.order_id", "order_id", "one of its fields"),
                ("sale_line_id.order_id.note", "note", "no order"),
                ("availability", "availability", "stored"),
                ("move_line_ids", "move_line_ids", "one of its fields"),
                ("", "", "from the list")):
            with self.subTest(path=path):
                message = self._refused(path)
                self.assertIn(f"“{part}”", message)
                self.assertIn(remedy, message)

    def test_who_may_not_read_a_field_cannot_sort_by_it(self):
        manager = self._user("path-manager", "sales_team.group_sale_manager")
        self.assertIn("may not read", self._refused("partner_id.signup_type", manager))
        self.assertTrue(self._by("partner_id.signup_type"))

    def test_no_path_at_all_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._by(False)
