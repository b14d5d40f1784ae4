from odoo import api, fields, models

PRODUCTS_AT_ONCE = 200


class SomPromiseEvent(models.Model):
    """Something happened to a product that may change when it can be there: promises of it are looked at again."""

    _name = "som.promise.event"
    _description = "Reason to Look at Promises"
    _log_access = False

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade", index=True)

    @api.model
    def _som_happened(self, products):
        """Note that something happened to some products; who was promised them is looked at when this is through."""
        if not products:
            return
        # sudo: whoever moves goods need not know of promises
        self.sudo().create([{"product_id": product.id} for product in products])
        self.env.ref("som_allocation.ir_cron_promise_event").sudo()._trigger()

    @api.model
    def _som_look(self, size=PRODUCTS_AT_ONCE):
        """The scheduled action: look at the promises of what something happened to, some products at a time."""
        Cron = self.env["ir.cron"]
        while groups := self._read_group([], ["product_id"], order="product_id", limit=size):
            products = self.env["product.product"].union(*(product for [product] in groups))
            events = self.search([("product_id", "in", products.ids)])
            self.env["sale.order.line"]._som_look_in_batches(products)
            events.unlink()
            if not Cron._commit_progress(len(events), remaining=self.search_count([])):
                return

    @api.model
    def _som_look_at_all(self):
        """The scheduled action, once a day: whatever happened unnoticed, and what became overdue."""
        Cron = self.env["ir.cron"]
        products = self.env["sale.order.line"]._som_products_waited_for()
        Cron._commit_progress(remaining=len(products))
        for start in range(0, len(products), PRODUCTS_AT_ONCE):
            some = products[start:start + PRODUCTS_AT_ONCE]
            self.env["sale.order.line"]._som_look_in_batches(some)
            if not Cron._commit_progress(len(some)):
                return
