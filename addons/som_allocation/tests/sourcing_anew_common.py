from .sourcing_common import SourcingCommon

CRON = "som_allocation.ir_cron_sourcing_event"


class SourcingAnewCommon(SourcingCommon):
    """Deliveries are sourced anew by themselves. Ten in the first warehouse, twelve in North, nothing in South."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rule("preferred", amount=1)
        cls._stock(cls.scarce, 12, cls.north)
        cls.company.som_source_again = True
        cls.seller = cls._user("seller", "sales_team.group_sale_salesman_all_leads")

    def _look(self):
        self._run_cron(CRON)

    def _close(self, warehouse=None, **values):
        return self._rule("off", warehouse_ids=(warehouse or self.warehouse).ids, name="Closed", **values)

    def _count(self, quantity, warehouse=None, product=None):
        """Somebody counts the stock, and so much is there."""
        quant = self.env["stock.quant"].search([
            ("product_id", "=", (product or self.scarce).id),
            ("location_id", "=", (warehouse or self.warehouse).lot_stock_id.id)])
        quant.with_context(inventory_mode=True).inventory_quantity = quantity
        quant.action_apply_inventory()

    def _alerts(self, order):
        kind = self.env.ref("som_allocation.mail_activity_sourcing")
        return order.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def _events(self):
        return self.env["som.sourcing.event"].search([])

    def _triggers(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.env.ref(CRON).id)]).mapped("call_at")
