from odoo.tests import Form, tagged

from .health_common import HealthCommon


@tagged("post_install", "-at_install", "som_demo")
class TestAddresses(HealthCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.germany = cls.env.ref("base.de")
        cls.states = cls.env.ref("base.us")
        cls.states.write({"state_required": True, "zip_required": True})
        cls.ireland = cls.env.ref("base.ie")
        cls.ireland.zip_required = False

    def _buyer(self, name, **values):
        return self.env["res.partner"].create({"name": name, "customer_rank": 1, **values})

    def _find(self, company=None):
        self.Finding._som_find_addresses(company or self.company)

    def _missing(self, partner):
        return self._findings("address", partner_id=partner).mapped("details")

    def test_what_is_missing_depends_on_the_country(self):
        full = {"street": "S 1", "city": "C", "zip": "1"}
        cases = [
            ({}, ["street", "city", "country_id"]),
            ({**full, "country_id": self.germany.id}, None),
            ({**full, "zip": " ", "country_id": self.germany.id}, ["zip"]),
            ({**full, "zip": False, "country_id": self.ireland.id}, None),
            ({**full, "country_id": self.states.id}, ["state_id"]),
            ({**full, "country_id": self.states.id, "state_id": self.states.state_ids[0].id}, None),
            ({"street": "S 1", "zip": "1", "country_id": self.germany.id}, ["city"]),
        ]
        made = [(self._buyer(f"Buyer {number}", **values), missing) for number, (values, missing) in enumerate(cases)]
        self._find()
        for partner, missing in made:
            with self.subTest(partner.name):
                self.assertEqual(self._missing(partner), [{"missing": missing}] if missing else [])

    def test_the_message_is_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        partner = self._buyer("Incomplete", street="S 1", city="C", country_id=self.germany.id)
        self._find()
        finding = self._findings("address", partner_id=partner)
        self.assertEqual(finding.message, "Missing: Zip")
        label = self.env["res.partner"].with_context(lang="fr_FR").fields_get(["zip"])["zip"]["string"]
        self.assertIn(label, finding.with_context(lang="fr_FR").message)

    def test_customers_are_who_ordered_or_was_invoiced(self):
        buyer = self.env["res.partner"].create({"name": "Ordered once"})
        ship_to = self.env["res.partner"].create({"name": "Ship to", "parent_id": buyer.id, "type": "delivery"})
        person = self.env["res.partner"].create({"name": "A person of it", "parent_id": buyer.id})
        supplier = self.env["res.partner"].create({"name": "Only a supplier", "supplier_rank": 1})
        archived = self._buyer("Gone", active=False)
        self._order((self.goods, 1), partner_id=buyer.id, partner_shipping_id=ship_to.id,
                    partner_invoice_id=person.id)
        self._find()
        found = self._findings("address").partner_id
        self.assertEqual(found & (buyer | ship_to | person | supplier | archived), buyer | ship_to)

    def test_a_finding_goes_with_its_cause(self):
        partner = self._buyer("Short", street="S 1", city="C", country_id=self.germany.id)
        self._find()
        finding = self._findings("address", partner_id=partner)
        self._find()
        self.assertEqual(self._findings("address", partner_id=partner), finding, "it is the same finding")
        partner.zip = "10115"
        self._find()
        self.assertFalse(finding.exists())

    def test_mended_in_the_list_it_is_solved_at_once(self):
        partner = self._buyer("Mend me", street="S 1", country_id=self.germany.id)
        self._find()
        finding = self._findings("address", partner_id=partner).with_user(self.manager)
        view = "som_core.view_som_health_address_list"
        with Form(finding, view) as line:
            line.city = "Berlin"
        self.assertEqual((partner.city, finding.state), ("Berlin", "open"))
        with Form(finding, view) as line:
            line.zip = "10115"
        self.assertEqual((partner.zip, finding.state), ("10115", "solved"))
        self._find()
        self.assertFalse(finding.exists())

    def test_dismissed_it_stays_dismissed_while_the_cause_lasts(self):
        partner = self._buyer("Leave me", street="S 1", country_id=self.germany.id)
        self._find()
        finding = self._findings("address", partner_id=partner)
        finding.with_user(self.manager).action_dismiss()
        partner.city = "Berlin"
        self._find()
        self.assertEqual((finding.state, finding.details), ("dismissed", {"missing": ["zip"]}))
        partner.zip = "1"
        self._find()
        partner.zip = False
        self._find()
        self.assertEqual(self._findings("address", partner_id=partner).state, "open", "a new cause, a new finding")

    def test_each_company_has_its_own_customers_and_the_shared_ones(self):
        mine = self._buyer("Mine", company_id=self.company.id)
        theirs = self._buyer("Theirs", company_id=self.other_company.id)
        shared = self._buyer("Shared")
        self._find()
        self.assertEqual(self._findings("address").partner_id & (mine | theirs | shared), mine | shared)
        self._find(self.other_company)
        stranger = self._user("health-stranger", "sales_team.group_sale_manager",
                              company_id=self.other_company.id, company_ids=[(6, 0, self.other_company.ids)])
        seen = self.Finding.with_user(stranger).with_company(self.other_company).search([]).partner_id
        self.assertEqual(seen & (mine | theirs | shared), theirs | shared)

    def test_queries_do_not_grow_with_the_number_of_customers(self):
        counts = []
        for size in (2, 60):
            for number in range(size):
                self._buyer(f"Buyer {number}")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._find()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_a_merge_takes_the_findings_of_the_one_that_goes_along(self):
        one, two = self._buyer("Same"), self._buyer("Same")
        self._find()
        self.env["base.partner.merge.automatic.wizard"]._merge((one | two).ids, one)
        self.assertEqual(self._findings("address").partner_id & (one | two), one)
