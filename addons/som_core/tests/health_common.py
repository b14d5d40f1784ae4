from .common import SomCommon


class HealthCommon(SomCommon):
    """Customers and what a run finds about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.norway = cls.env.ref("base.no")
        cls.other_company = cls.env["res.company"].create({"name": "Health Elsewhere"})
        cls.Pair = cls.env["som.partner.duplicate"]
        cls.Finding = cls.env["som.health.finding"]
        cls.Run = cls.env["som.health.run"]
        cls.manager = cls._user("health-manager", "sales_team.group_sale_manager")
        # contacts there before (demo data) are of no interest, and would be counted
        cls.env["som.partner.key"]._som_renew(100000)
        cls.env["som.partner.duplicate"]._som_compare(100000)

    @classmethod
    def _customer(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, "country_id": cls.norway.id, **values})

    @classmethod
    def _scan(cls):
        """Bring the pairs up to date."""
        cls.env["res.partner"].flush_model()
        while cls.env["som.partner.key"]._som_renew(5000):
            pass
        while cls.Pair._som_compare(5000):
            pass

    def _pair(self, one, two):
        """The pair of two customers, whatever its state."""
        low, high = sorted((one.id, two.id))
        return self.Pair.search([("partner_id", "=", low), ("other_id", "=", high)])

    def _run(self, company=None):
        """A whole run; with its errors it fails here."""
        run = self.Run._som_start(company or self.company)
        run._som_run()
        self.assertFalse(run.problems_text)
        return run

    def _findings(self, kind, **records):
        domain = [("kind", "=", kind), *((name, "in", value.ids) for name, value in records.items())]
        return self.Finding.search(domain)


def health_samples(env, company):
    """A pair, a finding and a run, for the checks that every model passes.

    :return list: one record of each model of Data Health
    """
    one, two = env["res.partner"].create([
        {"name": "Sample Twin", "email": "twin@example.com", "company_id": company.id, "customer_rank": 1}
        for _ in range(2)])
    env.flush_all()
    env["som.partner.key"]._som_renew(100000)
    env["som.partner.duplicate"]._som_compare(100000)
    env["som.health.finding"]._som_find_addresses(company)
    run = env["som.health.run"].create({"company_id": company.id, "state": "done"})
    return [
        env["som.partner.key"].search([("partner_id", "=", one.id)]),
        env["som.partner.duplicate"].search([("partner_id", "=", one.id), ("other_id", "=", two.id)]),
        env["som.health.finding"].search([("partner_id", "=", one.id)]), run]
