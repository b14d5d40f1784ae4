from .hold_common import HoldCommon


class DeliveryCase(HoldCommon):
    """Addresses, carriers and what orders are told about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["delivery.carrier"].search([]).active = False
        cls.norway, cls.germany, cls.usa = (cls.env.ref(f"base.{code}") for code in ("no", "de", "us"))

    @classmethod
    def _carrier(cls, name="Post", **values):
        product = cls.env["product.product"].create({
            "name": name, "type": "service", "company_id": values.pop("company", False)})
        return cls.env["delivery.carrier"].create({"name": name, "product_id": product.id, **values})

    def _address(self, **values):
        return self.env["res.partner"].create({
            "name": "Dock", "type": "delivery", "parent_id": self.customer.id, "street": "2 Pier", "city": "Bergen",
            "zip": "5003", "country_id": self.norway.id, **values})

    def _reason(self, order):
        """What holds an order once it is checked; empty where nothing does."""
        order.action_som_check()
        return order.som_hold_reason or ""

    def _waive(self, order):
        order.som_open_hold_ids.with_user(self.waiver).waive("Agreed by phone")
        self.assertEqual(order.som_hold_status, "clear")
