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
