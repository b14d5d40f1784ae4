from odoo import api, models


class StockRoute(models.Model):
    """Which routes send goods from a vendor straight to the customer."""

    _inherit = "stock.route"

    @api.model
    def _som_usual_dropship(self):
        """Odoo's own drop-ship route, if it is still there. No query: it is asked of line by line."""
        return self.browse(self.env["ir.model.data"]._xmlid_to_res_id("stock_dropshipping.route_drop_shipping") or [])

    def _som_dropship(self, company, product):
        """The drop-ship route among these that Odoo takes for a product; none where another one leads to customers.

        As native procurement looks for it: what the product itself carries first, then by sequence.
        """
        routes = self.sudo()  # sudo: how goods come is no secret to who sells them
        for route in routes.sorted(lambda route: (route not in product.sudo().route_ids, route.sequence, route.id)):
            rule = route.rule_ids.filtered(lambda rule: (
                rule.action != "push" and rule.location_dest_id.usage == "customer"
                and rule.company_id in (company, company.browse())))[:1]
            if rule:
                dropships = rule.action == "buy" and rule.picking_type_id.code == "dropship"
                return route if dropships else route.browse()
        return routes.browse()
