from odoo.tests import TransactionCase, new_test_user


class AuditCase(TransactionCase):
    """A product, stock of it, and deliveries that hold it; and ways to put numbers wrong behind native code's back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.env["stock.quant"]._quant_tasks()
        cls.company = cls.env["res.company"].create({"name": "Audited"})
        cls.env.user.company_ids |= cls.company
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.stock = cls.warehouse.lot_stock_id
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.product = cls._product("Bolt")
        cls.Audit = cls.env["som.stock.audit"].with_company(cls.company)
        cls.manager = new_test_user(
            cls.env, "audit_manager", "stock.group_stock_manager", company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)])
        cls.worker = new_test_user(
            cls.env, "audit_worker", "stock.group_stock_user", company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)])

    @classmethod
    def _product(cls, name, **values):
        return cls.env["product.product"].create({"name": name, "type": "consu", "is_storable": True, **values})

    def _receive(self, quantity, product=None, location=None, **key):
        self.env["stock.quant"]._update_available_quantity(
            product or self.product, location or self.stock, quantity, **key)

    def _deliver(self, quantity, product=None, priority="0", date="2030-01-01", **values):
        """A delivery that holds what it can."""
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.out_type_id.id, "location_id": self.stock.id,
            "location_dest_id": self.customers.id})
        move = self.env["stock.move"].create({
            "product_id": (product or self.product).id, "product_uom_qty": quantity, "picking_id": picking.id,
            "location_id": self.stock.id, "location_dest_id": self.customers.id, "company_id": self.company.id,
            "picking_type_id": self.warehouse.out_type_id.id, **values})
        move._action_confirm(merge=False)
        move.write({"priority": priority, "date": date})
        move._action_assign()
        return move

    def _quant(self, product=None, **key):
        return self.env["stock.quant"].search([
            ("product_id", "=", (product or self.product).id), ("location_id", "=", self.stock.id),
            *((name, "=", value) for name, value in key.items())])

    def _twin(self, **values):
        """A second quant of the product's key."""
        return self.env["stock.quant"].create({
            "product_id": self.product.id, "location_id": self.stock.id, **values})

    def _set(self, records, **values):
        """Write numbers as a broken import would: plain SQL, nothing computed."""
        self.env.flush_all()
        for name, value in values.items():
            self.env.cr.execute(f"UPDATE {records._table} SET {name} = %s WHERE id = ANY(%s)",  # noqa: S608 (a test's)
                                [value, records.ids])
        self.env.invalidate_all()

    def _audit(self, company=None):
        return self.Audit._som_audit(company or self.company)

    def _found(self, audit):
        return [(finding.kind, finding.expected, finding.found) for finding in audit.finding_ids]
