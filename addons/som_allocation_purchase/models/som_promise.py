from odoo import api, models

from odoo.addons.som_allocation.models.promise.som_promise import NOWHERE


class SomPromise(models.AbstractModel):
    """Vendors are counted on where native procurement buys, for as long as it plans with."""

    _inherit = "som.promise"

    @api.model
    def _som_vendor_leads(self, company, products):
        """The vendor's days, and those of the company to purchase.

        Where no rule buys a product nobody would order it from a vendor; he delivers nothing there.
        """
        leads = super()._som_vendor_leads(company, products)
        bought = {}
        if not leads:
            return bought
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])
        rules, fixed = self._som_rules(company, warehouses), self._som_read_fixed_vendors(company, products)
        drop_ships = self._som_drop_ships(company)
        # sudo: as all that promises read
        for product in self.env["product.product"].sudo().browse(sorted({product for product, _place in leads})):
            for warehouse in warehouses:
                key = product.id, warehouse.lot_stock_id.id
                if self._som_rule(product, warehouse, rules).action == "buy":
                    bought[key] = fixed.get(key, leads[key]) + company.days_to_purchase
            if drop_ships or any((product.id, warehouse.lot_stock_id.id) in bought for warehouse in warehouses):
                bought[product.id, NOWHERE] = leads[product.id, NOWHERE] + company.days_to_purchase
        return bought

    @api.model
    def _som_read_fixed_vendors(self, company, products):
        """Vendors that reordering rules name: (product, location) → days."""
        # sudo: as all that promises read
        return {(rule.product_id.id, rule.location_id.id): rule.supplier_id.delay
                for rule in self.env["stock.warehouse.orderpoint"].sudo().search([
                    ("product_id", "in", list(products)), ("company_id", "=", company.id),
                    ("supplier_id", "!=", False)])}

    @api.model
    def _som_drop_ships(self, company):
        """Whether vendors may deliver to customers: that is bought whatever warehouses do."""
        return bool(self.env["stock.rule"].sudo().search_count([  # sudo: as all that promises read
            ("action", "=", "buy"), ("location_dest_id.usage", "=", "customer"),
            ("company_id", "in", [False, company.id])], limit=1))

    @api.model
    def _som_ordered_by_rules(self, moves):
        """Receipts of what rules have ordered, also of the later steps of a receipt."""
        found = super()._som_ordered_by_rules(moves)
        # sudo: asked of moves at hand
        ahead = {move: move for move in self.env["stock.move"].sudo().browse(set(moves) - found)}
        while ahead:
            found |= {move.id for move, origin in ahead.items() if origin.purchase_line_id.orderpoint_id}
            ahead = {move: origin.move_orig_ids for move, origin in ahead.items()
                     if move.id not in found and origin.move_orig_ids}
        return found
