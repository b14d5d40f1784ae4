from datetime import date
from itertools import product as combinations

from odoo.tests import tagged

from .shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestVendorChoice(ShortageCommon):
    """Whom native purchasing would order from, for many products at once: each answer is Odoo's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sellers = cls.env["product.supplierinfo"]
        cls.others = cls.env["res.partner"].create([{"name": f"Vendor {number}"} for number in range(3)])

    def _price(self, partner, price, product=None, **values):
        return self._vendor(values.pop("delay", 5), product, partner_id=partner.id, price=price, **values)

    def _chosen(self, quantity=None, product=None):
        product = product or self.scarce
        vendors = self.sellers._som_vendors(self.company, product.ids).get(product.id, [])
        found = self.sellers._som_choose(vendors, quantity)
        return self.sellers.browse(found.id) if found else self.sellers

    def _check(self, product=None, quantities=(None, 1, 5, 12, 24, 100)):
        """Our choices are native ones.

        :return: the prices chosen for each quantity
        """
        product = (product or self.scarce).with_company(self.company)
        chosen = []
        for quantity in quantities:
            native = product._select_seller(quantity=quantity, uom_id=product.uom_id)
            self.assertEqual(self._chosen(quantity, product), native, quantity)
            chosen.append(native)
        return chosen

    def test_by_sequence_then_the_cheapest_of_that_vendor(self):
        first, second = self.others[:2]
        self._price(second, 1, sequence=2)
        dear = self._price(first, 9, sequence=1)
        cheap = self._price(first, 7, sequence=3)
        self.assertEqual(self._check()[0], cheap)
        dear.discount = 50
        self.assertEqual(self._check()[0], dear)

    def test_who_does_not_sell_so_little_is_left_out(self):
        first, second = self.others[:2]
        many = self._price(first, 2, min_qty=24, sequence=1)
        few = self._price(second, 3, min_qty=5, sequence=2)
        whatever, one, five, twelve, dozens, hundred = self._check()
        self.assertEqual((whatever, one, five, twelve, dozens, hundred),
                         (many, self.sellers, few, few, many, many))

    def test_tiers_of_one_vendor(self):
        self._price(self.others[0], 5, min_qty=0)
        self._price(self.others[0], 4, min_qty=12)
        self._price(self.others[0], 3, min_qty=50)
        self.assertEqual([price.price for price in self._check()], [3, 5, 5, 4, 4, 3])

    def test_minimum_in_the_unit_of_the_vendor(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._price(self.others[0], 30, min_qty=2, product_uom_id=dozen.id)
        self.assertEqual([bool(price) for price in self._check()], [True, False, False, False, True, True])
        [vendor] = self.sellers._som_vendors(self.company, self.scarce.ids)[self.scarce.id]
        self.assertEqual((vendor.least, vendor.price), (24, 2.5))

    def test_currencies(self):
        money = self.env["res.currency"].create({"name": "TVC", "symbol": "T", "rate_ids": [
            (0, 0, {"name": "2020-01-01", "rate": 4.0, "company_id": self.company.id})]})
        own = self._price(self.others[0], 10)
        foreign = self._price(self.others[0], 30, currency_id=money.id)  # 7.50
        self.assertEqual(self._check()[0], foreign)
        foreign.price = 44
        self.assertEqual(self._check()[0], own)

    def test_dates_companies_and_archived_vendors(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        gone = self.env["res.partner"].create({"name": "Gone", "active": False})
        self._price(self.others[0], 1, date_end=date(2026, 3, 3))
        self._price(self.others[0], 1, date_start=date(2026, 3, 5))
        self._price(self.others[1], 2, company_id=other.id)
        self._price(gone, 3)
        valid = self._price(self.others[2], 5, date_start=date(2026, 3, 4), date_end=date(2026, 3, 4))
        self.assertEqual(self._check()[0], valid)
        valid.unlink()
        self.assertFalse(self._check()[0])

    def test_variants(self):
        attribute = self.env["product.attribute"].create({
            "name": "Wood", "value_ids": [(0, 0, {"name": "Oak"}), (0, 0, {"name": "Pine"})]})
        oak, pine = self.env["product.template"].create({
            "name": "Plank", "is_storable": True, "attribute_line_ids": [(0, 0, {
                "attribute_id": attribute.id, "value_ids": [(6, 0, attribute.value_ids.ids)]})],
        }).product_variant_ids
        only_pine = self._price(self.others[0], 1, pine, product_id=pine.id)
        any_wood = self._price(self.others[1], 2, pine, sequence=2)
        self.assertEqual((self._check(oak)[0], self._check(pine)[0]), (any_wood, only_pine))

    def test_all_combinations_are_native_ones(self):
        first, second = self.others[:2]
        product = self._product("TP-ALL", 5.0)
        prices = [self._price(partner, price, product, min_qty=least, sequence=sequence)
                  for partner, price, least, sequence in (
                      (first, 5, 0, 2), (first, 4, 12, 1), (second, 3, 5, 2), (second, 6, 0, 1))]
        for sequences in combinations((1, 2), repeat=4):
            for price, sequence in zip(prices, sequences, strict=True):
                price.sequence = sequence
            self.env.flush_all()
            product.invalidate_recordset()
            with self.subTest(sequences):
                self._check(product)

    def test_what_may_not_be_purchased_has_no_vendor(self):
        self._price(self.others[0], 5)
        self.scarce.purchase_ok = False
        self.assertFalse(self._chosen())

    def test_the_board_names_who_sells_so_little_and_his_price(self):
        first, second = self.others[:2]
        self._price(first, 2, min_qty=24, sequence=1, delay=3)
        self._price(second, 3, min_qty=4, sequence=2, delay=9)
        self._confirmed((self.scarce, 14))
        row = self._board()
        self.assertEqual((row.vendor_id, row.cure_ids.what, row.cure_ids.price), (second, second.name, 3))
        self._confirmed((self.scarce, 21))
        row = self._board()
        self.assertEqual(row.vendor_id, first)
        self.assertEqual([(cure.what, cure.quantity, cure.price) for cure in row.cure_ids],
                         [(first.name, 25, 2), (second.name, 25, 3)])

    def test_where_nobody_sells_so_little_the_first_sells_his_minimum(self):
        self._price(self.others[0], 2, min_qty=24)
        self._confirmed((self.scarce, 14))
        cure = self._board().cure_ids
        self.assertEqual((cure.what, cure.quantity), (self.others[0].name, 24))

    def test_queries_do_not_grow_with_products(self):
        products = [self._product(f"TP-V{number}", 1.0) for number in range(8)]
        for product in products:
            self._price(self.others[0], 3, product)
        self.env.flush_all()

        def count(ids):
            start = self.env.cr.sql_log_count
            self.assertEqual(len(self.sellers._som_vendors(self.company, ids)), len(ids))
            return self.env.cr.sql_log_count - start
        count([products[0].id])
        self.assertEqual(count([products[0].id]), count([product.id for product in products]))
