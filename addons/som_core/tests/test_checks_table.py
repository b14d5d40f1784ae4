from odoo.fields import Command
from odoo.tests import tagged

from ..checks import registry
from .bad_orders import TABLE
from .credit_common import CreditCommon
from .hold_common import HoldCommon

#: What the checks are told where the value they start with would not do.
PARAMETERS = {
    "price_below_cost": {"percent": 10}, "price_off_pricelist": {"percent": 20}, "discount_over_limit": {"percent": 10},
    "credit_overdue_days": {"days": 30}, "credit_overdue_amount": {"amount": 500},
}
CONDITIONS = (
    {"name": "Small order", "kind": "order", "domain": "[('amount_untaxed', '<', 25)]",
     "message": "25 at least. Order more."},
    {"name": "No gift wrapping", "kind": "line", "domain": "[('name', 'ilike', 'gift')]",
     "message": "We ship plain. Tell the customer."},
    {"name": "Not for kiosks", "kind": "order", "domain": "[('partner_id.comment', 'ilike', 'kiosk')]",
     "message": "We sell to no kiosk. Cancel the order."},
)


class GoodOrder(CreditCommon, HoldCommon):
    """A world in which every check is on, and an order that passes them all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user").implied_ids += cls.env.ref("product.group_product_pricelist") | cls.env.ref(
            "sale.group_discount_per_so_line")
        cls._make_goods()
        cls._make_customers()
        cls._make_carrier()
        for definition in registry.every():
            cls.env["som.check"].create(dict(
                cls.env["som.check"]._prepare_builtin(definition, cls.company, 0), active=True,
                **PARAMETERS.get(definition.name, {}),
                **({"country_ids": (cls.norway | cls.germany | cls.usa).ids}
                   if definition.name == "address_undeliverable" else {})))
        cls.env["som.check"].create(CONDITIONS)

    @classmethod
    def _make_goods(cls):
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.acid, cls.frozen = cls.env["product.tag"].create([{"name": "Acid"}, {"name": "Frozen"}])
        category = cls.env["product.category"].create({"name": "Tools"})
        cls.goods.write({"standard_price": 5, "weight": 1, "categ_id": category.id, "product_tag_ids": cls.acid.ids})
        cls.more_goods.write({"standard_price": 10, "weight": 1})
        cls.successor = cls._product("TP-9", 10.0, standard_price=5, weight=1)
        euro = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", "EUR")])
        euro.active = True
        euro.rate_ids.unlink()
        cls._rate(cls.company, 1.0, currency=euro)
        cls.pricelist, cls.staff_prices, cls.euro_prices = cls.env["product.pricelist"].create([
            {"name": "Retail"}, {"name": "Staff"}, {"name": "Euro", "currency_id": euro.id}])

    @classmethod
    def _make_customers(cls):
        cls.norway, cls.germany, cls.usa, cls.sweden = (
            cls.env.ref(f"base.{code}") for code in ("no", "de", "us", "se"))
        cls.germany.zip_required = True
        cls.customer.write({
            "is_company": True, "vat": "NO072274687MVA", "property_product_pricelist": cls.pricelist.id,
            "credit_limit": 1000, "use_partner_credit_limit": True})
        cls.payer = cls.env["res.partner"].create({
            "name": "Payer", "is_company": True, "vat": "NO123456785MVA", "email": "pay@example.com",
            "street": "1 Bank", "city": "Oslo", "zip": "0151", "country_id": cls.norway.id})
        cls.buyer = cls.env["res.partner"].create({
            "name": "Nils", "parent_id": cls.customer.id, "email": "nils@example.com"})
        cls.dock, cls.german_dock, cls.us_dock, cls.swedish_dock = (
            cls._dock(country) for country in (cls.norway, cls.germany, cls.usa, cls.sweden))
        cls.long_terms = cls.env["account.payment.term"].create({
            "name": "30 days", "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 30})]})

    @classmethod
    def _dock(cls, country):
        return cls.env["res.partner"].create({
            "name": "Dock", "type": "delivery", "parent_id": cls.customer.id, "street": "2 Pier", "city": "Port",
            "zip": "5003", "country_id": country.id})

    @classmethod
    def _make_carrier(cls):
        cls.env["delivery.carrier"].search([]).active = False
        cls.freight = cls.env["product.product"].create({"name": "Freight", "type": "service"})
        cls.post = cls.env["delivery.carrier"].create({
            "name": "Post", "product_id": cls.freight.id, "max_weight": 30})

    def _good(self, *lines, **values):
        return self._order(*(lines or [(self.goods, 2), (self.more_goods, 1)]), **{
            "som_channel_id": self.channel.id, "carrier_id": self.post.id, "user_id": self.seller.id,
            "partner_shipping_id": self.customer.id, **values})

    # What the table does to an order, or to its world

    def by_the_dozen(self, order):
        order.order_line[0].write({"product_uom_id": self.dozen.id, "product_uom_qty": 1, "price_unit": 120})

    def discounted(self, order, percent):
        self.env["sale.order.discount"].with_context(active_id=order.id).create({
            "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": percent / 100,
        }).action_apply_discount()

    def rule(self, _order, **values):
        self.pricelist.item_ids = [Command.create({
            "applied_on": "1_product", "product_tmpl_id": self.goods.product_tmpl_id.id, "compute_price": "fixed",
            **values})]

    def restricted(self, _order, product=True, partners=False, countries=False, channels=False, date_from=None):
        self.restriction = self.env["som.product.restriction"].create({
            "name": "Not for them",
            **({"product_tmpl_id": self.goods.product_tmpl_id.id} if product else {"categ_id": self.goods.categ_id.id}),
            "partner_ids": partners and self.customer.ids, "country_ids": countries and self.norway.ids,
            "channel_ids": channels and self.channel.ids,
            "date_from": date_from is not None and self._day(date_from)})

    def unrestricted(self, _order):
        self.restriction.date_to = self._day(-1) if not self.restriction.date_from else False
        self.restriction.active = not self.restriction.date_from

    def carried_by_weight(self, order):
        order.carrier_id = self.post.create({
            "name": "By weight", "product_id": self.freight.id, "delivery_type": "base_on_rule",
            "price_rule_ids": [Command.create({"variable": "weight", "operator": ">=", "max_value": 0})]})

    def holiday(self, order):
        calendar = self.company.resource_calendar_id
        start = order.som_requested_date.replace(hour=0, minute=0)
        self.leave = self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": calendar.id, "company_id": self.company.id,
            "date_from": start, "date_to": start.replace(hour=23, minute=59)})

    def known_twice(self, _order, score, who="customer"):
        low, high = sorted((getattr(self, who).id, self.payer.id))
        self.pair = self.env["som.partner.duplicate"].create({"partner_id": low, "other_id": high, "score": score})

    def ordered_before(self, _order, by="customer", **values):
        self.before = self._good(partner_id=getattr(self, by).id, **values)
        self.before.action_confirm()
        self.assertEqual(self.before.state, "sale", self.before.som_hold_reason)

    def confirmed_before(self, _order, quantity):
        before = self._good((self.goods, quantity))
        before.action_confirm()
        self.assertEqual(before.state, "sale", before.som_hold_reason)

    def invoiced(self, _order, amount, due=0, post=True):
        self.invoice = self._invoice(amount, due=due, post=post)

    def pays(self, _order):
        self._register(self.invoice)

    def grouped(self, _order, limit, until=None):
        self.group = self.env["som.credit.group"].create({
            "name": "Nordic", "limit": limit, "limit_until": until is not None and self._day(until),
            "member_ids": [Command.set(self.customer.ids)]})


@tagged("post_install", "-at_install")
class TestChecksTable(GoodOrder):
    """Every check is on; orders that violate one thing are held by that check alone, their corrected twins pass."""

    def _violates_one_thing(self, bad):
        order = self._good()
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "clear", order.som_hold_reason)
        bad.spoil(self, order)
        order.action_confirm()
        found = [check.builtin or check.name for check in order.som_hold_check_ids]
        self.assertEqual((order.state, found), ("draft", [bad.check]), order.som_hold_reason)
        for text in bad.says:
            self.assertIn(text, order.som_hold_reason)
        bad.mend(self, order)
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status), ("sale", "clear"), order.som_hold_reason)

    def test_every_check_has_its_bad_order(self):
        checks = self.env["som.check"].search([("company_id", "=", self.company.id)])
        self.assertEqual({bad.check for bad in TABLE}, {check.builtin or check.name for check in checks})
        self.assertGreaterEqual(len(TABLE), 60)

    def test_services_need_no_address_and_no_carrier(self):
        self.customer.street = False
        order = self._good((self.service, 6), carrier_id=False)
        order.action_confirm()
        self.assertEqual(order.state, "sale", order.som_hold_reason)

    def test_queries_do_not_grow_with_the_orders(self):
        self.customer.credit_limit = 10_000
        counts = []
        for number in (2, 2, 30):
            orders = self.env["sale.order"].union(*(
                self._good(client_order_ref=f"R{len(counts)}-{n}") for n in range(number)))
            self._forget()
            before = self.env.cr.sql_log_count
            checks = self.env["som.check"]._for_stages(self.company, ("confirmed", "shipped"))
            self.assertFalse(checks._find(orders))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])


def _test_of(bad):
    def test(self):
        self._violates_one_thing(bad)
    test.__doc__ = f"{bad.what}: held by {bad.check} alone"
    return test


for _bad in TABLE:  # a test for each line of the table
    setattr(TestChecksTable, f"test_{_bad.what.replace(' ', '_').replace(',', '').replace(chr(39), '')}",
            _test_of(_bad))
