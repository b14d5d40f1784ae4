from unittest.mock import patch

from odoo.tests import tagged

from ..models.health import som_health_steps
from .health_common import HealthCommon
from .health_pairs import DIFFERENT, PLACE, SAME


@tagged("post_install", "-at_install", "som_demo")
class TestDuplicates(HealthCommon):

    def test_one_customer_entered_twice_is_found(self):
        made = [(what, self._customer(**one), self._customer(**two)) for what, one, two in SAME]
        self._scan()
        for what, one, two in made:
            with self.subTest(what):
                pair = self._pair(one, two)
                self.assertTrue(pair, what)
                self.assertGreaterEqual(pair.score, 60)
                self.assertEqual(pair.state, "found")
                self.assertTrue(pair.reasons_text)

    def test_two_customers_are_none(self):
        made = [(what, self._customer(**one), self._customer(**two)) for what, one, two in DIFFERENT]
        self._scan()
        for what, one, two in made:
            with self.subTest(what):
                self.assertFalse(self._pair(one, two), what)

    def test_reasons_are_told_in_words(self):
        one = self._customer("Sigrid Undset", email="sigrid@x.example", **PLACE)
        two = self._customer("Sigrid Undset", email="sigrid@x.example", phone="22334455", **PLACE)
        self._scan()
        self.assertEqual(self._pair(one, two).reasons_text, "same name, same e-mail, same address")

    def test_never_with_its_own_parent_and_branches_by_more_than_the_tax_number(self):
        values = {"is_company": True, "vat": "NO123456785", **PLACE}
        head = self._customer("Kjede Hovedkontor", **values)
        north = self._customer("Kjede Nord", parent_id=head.id, **values)
        south = self._customer("Kjede Sørlandet", parent_id=head.id, **values)
        self._scan()
        self.assertFalse(self._pair(head, north) | self._pair(head, south) | self._pair(north, south))

    def test_contacts_are_compared_with_those_of_the_same_parent_only(self):
        head, other = self._customer("Firma Alfa", is_company=True), self._customer("Firma Omega", is_company=True)
        one = self._customer("Grete Lie", parent_id=head.id, email="grete@alfa.example")
        two = self._customer("Grethe Lie", parent_id=head.id, email="grete@alfa.example")
        elsewhere = self._customer("Grete Lie", parent_id=other.id, email="grete@alfa.example")
        self._scan()
        self.assertTrue(self._pair(one, two))
        self.assertFalse(self._pair(one, elsewhere) | self._pair(one, head))

    def test_companies_apart_are_never_a_pair_but_each_with_what_they_share(self):
        values = {"email": "same@x.example", **PLACE}
        here = self._customer("Sverre Kirkeby", company_id=self.company.id, **values)
        there = self._customer("Sverre Kirkeby", company_id=self.other_company.id, **values)
        shared = self._customer("Sverre Kirkeby", **values)
        self._scan()
        self.assertFalse(self._pair(here, there))
        self.assertEqual(self._pair(here, shared).company_id, self.company)
        self.assertEqual(self._pair(there, shared).company_id, self.other_company)

    def test_own_companies_users_and_archived_contacts_are_no_customers(self):
        user = self._user("health-double", "base.group_user", name="Double Agent")
        user.partner_id.write(PLACE)
        one = self._customer("Double Agent", email=user.email, **PLACE)
        gone = self._customer("Trond Nesse", active=False, **PLACE)
        there = self._customer("Trond Nesse", **PLACE)
        company = self._customer(self.company.name, is_company=True)
        self._scan()
        self.assertFalse(self._pair(one, user.partner_id) | self._pair(gone, there)
                         | self._pair(company, self.company.partner_id))

    def test_the_threshold_is_the_companys(self):
        one = self._customer("Torunn Lien", company_id=self.company.id, **PLACE)
        two = self._customer("Torunn Lien", company_id=self.company.id, **PLACE)
        self._scan()
        self.assertEqual(self._pair(one, two).score, 80)
        self.company.som_health_review_score = 81
        self._scan()
        self.assertFalse(self._pair(one, two))
        self.company.som_health_review_score = 80
        self._scan()
        self.assertTrue(self._pair(one, two))

    def test_only_changed_customers_are_compared_again(self):
        one = self._customer("Unni Wang", **PLACE)
        self._scan()
        Key = self.env["som.partner.key"]
        self.assertFalse(Key._som_changed_count())
        two = self._customer("Unni Wang", **PLACE)
        self.env.flush_all()
        self.assertEqual(Key._som_changed_count(), 1)
        self._scan()
        self.assertTrue(self._pair(one, two))
        two.write({"name": "Someone Else Entirely", "write_date": "2030-01-01"})
        self._touch(two, "2030-01-01")
        self._scan()
        self.assertFalse(self._pair(one, two), "the pair goes with its cause")

    def _touch(self, partners, moment):
        """Transactions of tests have one moment: a later one is written by hand."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET write_date = %s WHERE id IN %s", [moment, tuple(partners.ids)])
        partners.invalidate_recordset()

    def test_archived_customers_take_their_pairs_along(self):
        one, two = self._customer("Vibeke Ask", **PLACE), self._customer("Vibeke Ask", **PLACE)
        self._run()
        self.assertTrue(self._pair(one, two))
        two.active = False
        self._run()
        self.assertFalse(self._pair(one, two))

    def test_what_everybody_shares_makes_no_candidates(self):
        made = self.env["res.partner"].create([
            {"name": chr(97 + n % 26) * 6 + chr(97 + n // 26) * 7, "phone": "22000000"} for n in range(60)])
        self.env.flush_all()
        self.env["som.partner.key"]._som_renew(5000)
        self.assertFalse(self.Pair._som_candidates(made.ids))

    def test_a_dismissed_pair_stays_dismissed(self):
        one, two = self._customer("Yngve Moe", **PLACE), self._customer("Yngve Moe", **PLACE)
        self._scan()
        pair = self._pair(one, two)
        pair.with_user(self.manager).action_dismiss()
        self.assertEqual((pair.state, pair.decided_by_id), ("dismissed", self.manager))
        self.env["som.partner.key"]._som_compare_all_again()
        self._scan()
        self.assertEqual(self._pair(one, two).state, "dismissed")
        pair.action_reopen()
        self.assertEqual(pair.state, "found")

    def test_open_pairs_of_many_customers_take_one_query(self):
        one, two = self._customer("Aase Berg", **PLACE), self._customer("Aase Berg", **PLACE)
        alone = self._customer("Quite Alone")
        self._scan()
        seller = self._user("health-seller", "sales_team.group_sale_salesman")
        theirs = self.Pair.with_user(seller)
        theirs._som_open_pairs(alone)  # reads the user's companies
        self.Pair.invalidate_model()
        with self.assertQueryCount(1):
            found = theirs._som_open_pairs(one | two | alone)
        self.assertEqual(set(found), {one.id, two.id})
        self.assertEqual(found[one.id], self._pair(one, two))
        self._pair(one, two).action_dismiss()
        self.assertFalse(self.Pair._som_open_pairs(one | two))

    def test_queries_do_not_grow_with_the_number_of_customers(self):
        counts = []
        for number, size in enumerate((2, 60)):
            self.env["res.partner"].create([
                {"name": f"Kunde Nummer{number} {chr(65 + n % 26)}{chr(97 + n // 26)}x", **PLACE} for n in range(size)])
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._scan()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_a_run_in_small_batches_is_resumed_where_it_was(self):
        pairs = [(self._customer(f"{name} Fossum", **PLACE), self._customer(f"{name} Fossum", **PLACE))
                 for name in ("Wenche", "Sturla", "Marit")]
        run = self.Run._som_start(self.company)
        with patch.object(som_health_steps, "READ", 2), patch.object(som_health_steps, "COMPARE", 2):
            run._som_batch()
            self.assertEqual((run.step, run.done), ("read", 2))
            self.assertGreater(run.progress, 0)
            again = self.Run._som_start(self.company)  # as after a restart of the server
            self.assertEqual(again, run, "one run of a company at a time")
            again._som_run()
        self.assertEqual(run.state, "done")
        for one, two in pairs:
            self.assertTrue(self._pair(one, two))
