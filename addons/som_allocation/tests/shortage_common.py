from .promise_common import PromiseCommon


class ShortageCommon(PromiseCommon):
    """Goods of which there are ten, and a board."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Nordic Timber"})

    def _vendor(self, delay, product=None, **values):
        product = product or self.scarce
        return self.env["product.supplierinfo"].create({
            "partner_id": self.vendor.id, "product_tmpl_id": product.product_tmpl_id.id, "delay": delay, **values})

    def _board(self, product=None, company=None):
        company = company or self.company
        self.env["som.shortage"]._som_refresh_all(company)
        return self.env["som.shortage"].search(
            [("company_id", "=", company.id), ("product_id", "=", (product or self.scarce).id)])

    def _rule(self, product=None, **values):
        # native forgets rules that the system itself has made, once they have ordered
        return self.env["stock.warehouse.orderpoint"].with_user(self.env.ref("base.user_admin")).create({
            "product_id": (product or self.scarce).id, "warehouse_id": self.warehouse.id,
            "location_id": self.warehouse.lot_stock_id.id, "trigger": "manual", **values,
        }).with_env(self.env)
