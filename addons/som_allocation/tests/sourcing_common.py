from .promise_common import PromiseCommon


class SourcingCommon(PromiseCommon):
    """A company with three warehouses that looks for the best to ship from. No rule but that late costs something."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.som_sourcing = True
        cls.env["som.sourcing.rule"].search([]).unlink()
        cls._rule("late", amount=5)
        cls.warehouse.sequence = 1
        cls.env["stock.warehouse"].search([
            ("company_id", "=", cls.company.id), ("id", "!=", cls.warehouse.id)]).active = False
        cls.north, cls.south = (cls._warehouse(name) for name in ("North", "South"))

    @classmethod
    def _warehouse(cls, name, **values):
        return cls.env["stock.warehouse"].create({
            "name": name, "code": name[:3].upper(), "company_id": cls.company.id, "sequence": 20,
            "partner_id": cls.env["res.partner"].create({"name": name}).id, **values})

    @classmethod
    def _rule(cls, kind, **values):
        return cls.env["som.sourcing.rule"].create({"kind": kind, "company_id": cls.company.id, **values})

    def _from(self, order, product=None):
        """Warehouse name → what native moves take from it for an order, in the product's unit."""
        taken = {}
        for line in order.order_line.filtered(lambda line: not product or line.product_id == product):
            for place, quantity in line._som_procured().items():
                taken[place.warehouse.name] = taken.get(place.warehouse.name, 0) + quantity
        return {name: quantity for name, quantity in taken.items() if quantity}
