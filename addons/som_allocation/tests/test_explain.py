from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.som_allocation.engine.explain import Explainer
from odoo.addons.som_allocation.models.run.som_allocation_run_plan import SomAllocationRun

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestExplain(RunCommon):
    """What a line of a run says about itself, to sales and to the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vip = cls.env["som.channel"].create({
            "name": "Shops", "code": "shops", "kind": "webshop", "tz": "UTC"})
        cls.policy.write({"segment_ids": [(5,), (0, 0, {
            "name": "Shops first", "sequence": 1,
            "domain": f"[('sale_line_id.order_id.som_channel_id', '=', {cls.vip.id})]",
            "sort_ids": [(0, 0, {"key": "age"})],
        }), (0, 0, {
            "name": "Others", "sequence": 2, "sort_ids": [(0, 0, {"key": "expedited"}), (0, 0, {"key": "age"})],
        })]})

    def _line(self, run, order):
        return run.line_ids.filtered(lambda line: line.order_id == order)

    def _three(self):
        """Two of ours, then a shop's: 10 in stock, 8 + 6 + 5 wanted."""
        first, second = self._confirmed((self.scarce, 8)), self._confirmed((self.scarce, 6))
        shop = self._confirmed((self.scarce, 5), som_channel_id=self.vip.id)
        self._stock(self.scarce, 10)
        return first, second, shop, self._applied()

    def test_sales_read_why_what_stood_ahead_and_what_would_change_it(self):
        first, second, shop, run = self._three()
        self.assertEqual(self._held(first, second, shop), [5, 0, 5])
        self.assertEqual(self._line(run, second).explanation, (
            f"{second.name} gets 0 of the 6 Units of {self.scarce.display_name} that it wants: place 3 of 3 in"
            " the queue, and what stood ahead left no more.\n\n"
            "What stood ahead:\n"
            f"• {shop.name}, 5 Units, belongs to an earlier segment: Shops first\n"
            f"• {first.name}, 5 Units, equal in rank, but was there first\n\n"
            "Would have to give way if it stood first:\n"
            f"• {shop.name}, 1 Units\n"
            f"• {first.name}, 5 Units\n\n"
            "What would change it:\n"
            "• 9 Units more in stock: it would get all it wants.\n"
            "• Standing first (expedited): it would get 6 Units."))

    def test_a_line_that_gets_all_says_so_in_one_sentence(self):
        _first, _second, shop, run = self._three()
        self.assertEqual(
            self._line(run, shop).explanation,
            f"{shop.name} gets all it wants, 5 Units of {self.scarce.display_name}: place 1 of 3 in the queue.")

    def test_sort_keys_are_named(self):
        slow, fast = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 4), som_expedited=True)
        self._stock(self.scarce, 4)
        self.assertIn(f"• {fast.name}, 4 Units, comes first by: Expedited",
                      self._line(self._preview(), slow).explanation)

    def test_an_order_that_waits_for_all_names_what_is_missing(self):
        both = self._confirmed((self.scarce, 4), (self.goods, 500), picking_policy="one")
        self._stock(self.scarce, 4)
        run = self._applied(products=self.scarce | self.goods)
        line = self._line(run, both).filtered(lambda line: line.product_id == self.scarce)
        self.assertIn(f"• {both.name}, 400 Units, of {self.goods.display_name} missing for the same order",
                      line.explanation)
        self.assertIn("Its order not waiting until more of it is there: it would get 4 Units.", line.explanation)
        self.assertEqual(line.customer_text, (
            f"4 Units of {self.scarce.display_name} will be reserved for you together with the rest of your order."))

    def test_what_was_not_asked_again_is_said(self):
        both = self._confirmed((self.scarce, 4), (self.goods, 500), picking_policy="one")
        self._confirmed((self.goods, 500), (self.more_goods, 500), picking_policy="one")
        run = self._preview(products=self.scarce | self.goods | self.more_goods)
        line = self._line(run, both).filtered(lambda line: line.product_id == self.scarce)
        self.assertNotIn("taken as they were planned", line.explanation)
        narrow = Explainer(run._som_kept_snapshot(), run._som_kept_plan(), most=0)
        words = self.env["som.allocation.words"]
        self.assertIn("taken as they were planned", words._som_as_text(words._som_explanations(line, narrow)[line]))

    def test_a_form_reads_it(self):
        _first, _second, shop, run = self._three()
        self.env.cr.cache.pop("som.allocation.explainer", None)
        line = self._line(run, shop).with_context(bin_size=True)
        line.invalidate_recordset()
        [values] = line.web_read({"explanation_html": {}, "customer_text": {}})
        self.assertIn(f"{shop.name} gets all it wants", values["explanation_html"])

    def test_the_form_lays_it_out_without_trusting_names(self):
        self.scarce.name = "<script>alert(1)</script>"
        _first, second, _shop, run = self._three()
        html = self._line(run, second).explanation_html
        self.assertIn("<h5>What stood ahead</h5>", html)
        self.assertIn("&lt;script&gt;", html)
        self.assertNotIn("<script>", html)

    def test_the_customer_reads_one_sentence_without_others_or_rules(self):
        first, second, shop, run = self._three()
        name = self.scarce.display_name
        self.assertEqual(self._line(run, shop).customer_text, f"All 5 Units of {name} are reserved for you.")
        self.assertEqual(self._line(run, first).customer_text, (
            f"5 of 8 Units of {name} are reserved for you; we will reserve the rest as soon as we can."))
        self.assertEqual(self._line(run, second).customer_text, (
            f"6 Units of {name} are not reserved for you yet; we will reserve them as soon as we can."))
        for line in run.line_ids:
            for secret in (first.name, second.name, shop.name, "Shops", "segment", "Win", "place", "10.0"):
                self.assertNotIn(secret, line.customer_text)

    def test_the_customer_reads_when_the_rest_is_expected(self):
        _first, second, _shop, run = self._three()
        line = self._line(run, second)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE som_allocation_run_line SET date_after = '2126-03-05 12:00' WHERE id = %s", [line.id])
        line.invalidate_recordset()
        self.assertTrue(line.customer_text.endswith("we expect them on 03/05/2126."), line.customer_text)

    def test_the_customer_reads_it_in_his_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        self.scarce.with_context(lang="fr_FR").name = "Denrée"
        _first, _second, shop, run = self._three()
        self.assertIn("Denrée", self._line(run, shop).customer_text)
        self.assertNotIn("Denrée", self._line(run, shop).explanation)

    def test_nothing_is_told_to_the_customer_before_it_is_so(self):
        order = self._confirmed((self.scarce, 4))
        self.assertFalse(self._line(self._preview(), order).customer_text)

    def test_what_a_run_keeps_is_read_once_for_all_lines(self):
        *_orders, run = self._three()
        self.env.cr.cache.pop("som.allocation.explainer", None)
        read = []
        kept = SomAllocationRun._som_kept_snapshot
        with patch.object(SomAllocationRun, "_som_kept_snapshot", lambda run: read.append(run) or kept(run)):
            for line in run.line_ids:
                line.invalidate_recordset(["explanation"])
                self.assertTrue(line.explanation)
        self.assertEqual(len(read), 1)

    def test_asking_for_more_lines_takes_no_more_queries(self):
        orders = [self._confirmed((self.scarce, 3)) for _number in range(8)]
        run = self._applied()

        def asked(orders):
            lines = run.line_ids.filtered(lambda line: line.order_id in orders).ids
            self._forget()
            self.env.cr.cache.pop("som.allocation.explainer", None)
            before = self.env.cr.sql_log_count
            self.assertTrue(all(self.env["som.allocation.run.line"].browse(lines).mapped("explanation")))
            return self.env.cr.sql_log_count - before

        few, many = orders[-2:], orders
        asked(many)  # what is read once for the whole process
        self.assertEqual(asked(many), asked(few))

    def test_a_preview_planned_anew_explains_its_new_plan(self):
        first, second = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 4))
        self._stock(self.scarce, 4)
        run = self._preview()
        self.assertIn("gets 0 of the 4 Units", self._line(run, second).explanation)
        self._stock(self.scarce, 4)
        run.action_preview()
        self.assertIn("gets all it wants", self._line(run, second).explanation)
        self.assertIn("gets all it wants", self._line(run, first).explanation)

    def test_a_plan_that_can_no_longer_be_read_says_so(self):
        order = self._confirmed((self.scarce, 4))
        run = self._preview()
        self.env.cr.cache.pop("som.allocation.explainer", None)
        with patch.object(SomAllocationRun, "_som_kept_snapshot", side_effect=ValueError("old")):
            self.assertIn("planned by an earlier version", self._line(run, order).explanation)

    def test_a_line_whose_move_is_gone_has_no_explanation(self):
        order = self._confirmed((self.scarce, 4))
        run = self._preview()
        line = self._line(run, order)
        line.move_id._action_cancel()
        line.move_id.unlink()
        self.assertFalse(line.explanation)
