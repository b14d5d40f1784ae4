from odoo.exceptions import AccessError
from odoo.tests import tagged

from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestShortageRights(PurchaseCommon):
    """Who may not buy sees what would help, and is told what he lacks where he opens it."""

    def _cure(self, kind, *groups):
        [cure] = self._board().cure_ids.filtered(lambda cure: cure.kind == kind)
        return cure.with_user(self._user(f"sr-{kind}", *groups))

    def test_who_sells_sees_requests_and_is_told_what_he_lacks(self):
        request = self._purchase(10, 6)
        self._confirmed((self.scarce, 14))
        cure = self._cure("request", "sales_team.group_sale_salesman_all_leads")
        self.assertEqual((cure.what, cure.quantity), (f"{request.name}, Nordic Timber", 4))
        with self.assertRaisesRegex(AccessError, rf"(?s){request.name} would help.*Purchase"):
            cure.action_open()

    def test_who_buys_opens_requests(self):
        request = self._purchase(10, 6)
        self._confirmed((self.scarce, 14))
        cure = self._cure("request", "purchase.group_purchase_user", "sales_team.group_sale_salesman_all_leads")
        self.assertEqual(cure.action_open()["res_id"], request.id)

    def test_who_sells_is_told_what_ordering_takes(self):
        self._confirmed((self.scarce, 14))
        cure = self._cure("purchase", "sales_team.group_sale_salesman_all_leads")
        self.assertEqual(cure.what, "Nordic Timber")
        with self.assertRaisesRegex(AccessError, "Product Replenish"):
            cure.action_open()
        self.assertFalse(self._requests())

    def test_who_may_not_read_purchase_orders_opens_their_receipts(self):
        purchase = self._ordered(8, 1)
        self._confirmed((self.scarce, 14))
        purchase.order_line.date_planned = self._in(9)
        cure = self._cure("receipt", "sales_team.group_sale_salesman_all_leads")
        self.assertIn(purchase.name, cure.what)
        self.assertEqual(cure.action_open()["res_id"], purchase.picking_ids.id)

    def test_a_warehouse_worker_may_ask_vendors(self):
        self._confirmed((self.scarce, 14))
        action = self._cure("purchase", "stock.group_stock_user").action_open()
        wizard = self.env[action["res_model"]].with_user(
            self.env["res.users"].search([("login", "=", "sr-purchase")])).browse(action["res_id"])
        wizard.launch_replenishment()
        self.assertEqual((self._requests().product_qty, self._requests().partner_id), (4, self.vendor))

    def test_requests_of_a_company_that_he_does_not_see(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._purchase(10, 6)
        self._confirmed((self.scarce, 14))
        cures = self._board().cure_ids
        stranger = self._user("sr-other", "purchase.group_purchase_user", "stock.group_stock_user",
                              company_ids=[(6, 0, other.ids)], company_id=other.id)
        self.assertFalse(self.env["som.shortage.cure"].with_user(stranger).search([("id", "in", cures.ids)]))
        with self.assertRaises(AccessError):
            cures[:1].with_user(stranger).action_open()
