import json
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .health_common import HealthCommon

STEPS_LOG = "odoo.addons.som_core.models.health.som_health_steps"


@tagged("post_install", "-at_install", "som_demo")
class TestDataHealth(HealthCommon):

    def test_the_score_is_the_weighted_mean_of_what_is_clean(self):
        cases = [
            ({"duplicate": 0, "address": 0, "product": 0, "price": 0}, 100.0),
            ({"duplicate": 50, "address": 0, "product": 0, "price": 0}, 80.0),
            ({"duplicate": 0, "address": 50, "product": 0, "price": 0}, 87.5),
            ({"duplicate": 0, "address": 0, "product": 50, "price": 0}, 92.5),
            ({"duplicate": 0, "address": 0, "product": 0, "price": 50}, 90.0),
            ({"duplicate": 500, "address": 100, "product": 100, "price": 100}, 0.0),
        ]
        totals = dict.fromkeys(cases[0][0], 100)
        for counts, score in cases:
            self.assertEqual(self.Run._som_score(counts, totals), score)
        self.assertEqual(self.Run._som_score(cases[-1][0], dict.fromkeys(totals, 0)), 100.0, "nothing is clean")

    def test_a_run_counts_and_a_mended_record_raises_the_score(self):
        buyer = self.env["res.partner"].create({"name": "Nowhere Man", "customer_rank": 1})
        first = self._run()
        self.assertEqual(first.address_count, len(self._findings("address")))
        buyer.write({"street": "S 1", "zip": "0150", "city": "Oslo", "country_id": self.norway.id})
        second = self._run()
        self.assertEqual(second.address_count, first.address_count - 1)
        self.assertGreaterEqual(second.score, first.score)
        self.assertEqual(self.Run.search([("company_id", "=", self.company.id)], limit=2), second | first)

    def test_dismissed_findings_are_not_counted(self):
        self.env["res.partner"].create({"name": "Nowhere Man", "customer_rank": 1})
        before = self._run().address_count
        self._findings("address")[0].action_dismiss()
        self.assertEqual(self.Run._som_counts(self.company)["address"], before - 1)

    def test_one_run_of_a_company_at_a_time(self):
        run = self.Run._som_start(self.company)
        self.assertEqual(self.Run._som_start(self.company), run)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.Run.create({"company_id": self.company.id})
        with self.assertRaisesRegex(UserError, "under way"):
            run.unlink()

    def test_an_error_ends_its_step_only_and_is_told(self):
        self.env["res.partner"].create({"name": "Nowhere Man", "customer_rank": 1})
        run = self.Run._som_start(self.company)
        broken = patch.object(type(self.Finding), "_som_find_products", side_effect=ValueError("no such thing"))
        with broken, self.assertLogs(STEPS_LOG, "ERROR"):
            run._som_run()
        self.assertEqual((run.state, run.problems), ("failed", {"products": "no such thing"}))
        self.assertEqual(run.problems_text, "Checking products: no such thing")
        self.assertTrue(run.address_count and run.ended_at)

    def test_the_nightly_job_looks_at_every_company(self):
        self.Run._cron_nightly()
        runs = self.Run.search([("state", "=", "running")])
        self.assertEqual(runs.company_id, self.env["res.company"].search([]))
        with self.enter_registry_test_mode():
            self.env.ref("som_core.ir_cron_health_run").method_direct_trigger()
        runs.invalidate_recordset()
        self.assertEqual(set(runs.mapped("state")), {"done"})

    def test_progress_grows_from_step_to_step(self):
        run = self.Run._som_start(self.company)
        seen = []
        while run.state == "running":
            seen.append(run.progress)
            run._som_batch()
        self.assertEqual(seen, sorted(seen))
        self.assertEqual((seen[0], run.progress), (0.0, 100.0))

    def test_the_screen_tells_what_the_lists_show(self):
        self.env["res.partner"].create({"name": "Nowhere Man", "customer_rank": 1})
        self._run()
        shown = self.Run.with_user(self.manager).som_dashboard()
        cards = {card["kind"]: card["count"] for card in shown["cards"]}
        self.assertEqual(cards, self.Run._som_counts(self.company))
        self.assertEqual(shown["company"], self.company.name)
        for card in shown["cards"]:
            self.assertTrue(self.env.ref(card["action"]))
        self.assertTrue(json.dumps(shown, default=str))

    def test_a_manager_starts_a_run_of_the_company_at_hand(self):
        self.Run.with_user(self.manager).action_start()
        self.assertEqual(self.Run.search([("state", "=", "running")]).company_id, self.company)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_managers_see_and_start(self):
        seller = self._user("health-seller", "sales_team.group_sale_salesman_all_leads")
        for method in ("som_dashboard", "action_start"):
            with self.assertRaises(AccessError):
                getattr(self.Run.with_user(seller), method)()
        with self.assertRaises(AccessError):
            self.Finding.with_user(seller).search([])
        self._run()
        with self.assertRaises(AccessError):
            self.Run.with_user(self.manager).search([], limit=1).write({"score": 100})

    def test_a_manager_elsewhere_sees_other_runs(self):
        self._run()
        theirs = self._run(self.other_company)
        stranger = self._user("health-stranger", "sales_team.group_sale_manager",
                              company_id=self.other_company.id, company_ids=[(6, 0, self.other_company.ids)])
        seen = self.Run.with_user(stranger).with_company(self.other_company)
        self.assertEqual(seen.search([]), theirs)
        self.assertEqual(seen.som_dashboard()["company"], self.other_company.name)


@tagged("post_install", "-at_install")
class TestDataHealthScreen(HttpCase):

    def test_run_and_open_a_list_in_the_browser(self):
        self.env["res.partner"].create({"name": "Nowhere Man", "customer_rank": 1})
        run = self.env["som.health.run"]._som_start(self.env.company)
        run._som_run()
        self.browser_js(
            "/odoo/data-health",
            """
            const until = (find) => new Promise((done, fail) => {
                const began = Date.now();
                const look = () => { const it = find();
                    it ? done(it) : Date.now() - began > 20000 ? fail(new Error(`${find}`)) : setTimeout(look, 50); };
                look();
            });
            (async () => {
                await until(() => document.querySelector(".o_som_score"));
                document.querySelector(".o_som_health_start").click();
                await until(() => document.querySelector(".o_som_health_running"));
                document.querySelector(".o_som_health_card[data-kind=address]").click();
                await until(() => document.querySelector(".o_list_view td[name=message]"));
                console.log("test successful");
            })().catch((error) => console.error(error));
            """,
            ready="Boolean(document.querySelector('.o_som_data_health'))", login="admin")
