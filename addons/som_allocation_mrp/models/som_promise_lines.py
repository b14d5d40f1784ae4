from odoo import api, models

from odoo.addons.som_allocation.models.promise.som_promise import Asked

from .levels import Levels


class SomPromise(models.AbstractModel):
    """What lines ask for: kits for their parts, configured products for what their configuration takes."""

    _inherit = "som.promise"

    @api.model
    def _som_asked(self, lines, together):
        asked = super()._som_asked(lines, together)
        levels = self._som_kit_levels(lines)
        for line, wants in list(asked.items()):
            warehouse = line.warehouse_id or line.order_id.warehouse_id
            never = tuple(sorted(line.product_no_variant_attribute_value_ids._origin.ids))
            if self._som_made_to_order(line) or never:
                asked[line] = [want._replace(variant=(warehouse.id, never)) for want in wants]
        for line in lines:
            if line.product_id._origin in levels.kits:
                asked[line] = self._som_ask_for_kit(line, levels, together)
        numbered = iter(range(-1, -2 - sum(map(len, asked.values())), -1))
        return {line: [want._replace(id=next(numbered)) for want in wants] for line, wants in asked.items()}

    @api.model
    def _som_made_to_order(self, line):
        """As Odoo has it, which looks for kits line by line where there is production; none of these is one."""
        line = line.sudo()  # sudo: whoever sells may ask when it will be there without reading routes
        warehouse = line.warehouse_id or line.order_id.warehouse_id
        routes = line.route_ids or line.product_id.route_ids | line.product_id.categ_id.total_route_ids
        mto = warehouse.mto_pull_id.route_id or self.env.ref("stock.route_warehouse0_mto", raise_if_not_found=False)
        return bool(mto and mto in routes._origin)

    @api.model
    def _som_kit_levels(self, lines):
        """The kits among the products of lines, and those inside of them."""
        levels, frontier = Levels(), lines.product_id._origin.sudo()
        company = self.env.company
        while frontier:
            kits = self.env["mrp.bom"].sudo()._bom_find(frontier, company_id=company.id, bom_type="phantom")
            levels.add(frontier, {product: kits[product] for product in frontier if kits.get(product)}, {})
            frontier = levels.boms.bom_line_ids.product_id - levels.products
        return levels

    @api.model
    def _som_ask_for_kit(self, line, levels, together):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        product = line.product_id._origin.sudo()
        kit = levels.kits[product]
        quantity = line.product_uom_id._compute_quantity(
            line.product_uom_qty - line.qty_delivered, kit.product_uom_id, round=False) / kit.product_qty
        warehouse = (line.warehouse_id or line.order_id.warehouse_id).sudo()
        takes = {}
        for one, each in self._som_explode(
                kit, product, quantity, line.product_no_variant_attribute_value_ids._origin.sudo(), levels, (kit,)):
            takes[one] = takes.get(one, 0.0) + each
        return [Asked(
            0, one.id, self._som_component_source(one, warehouse, warehouse.lot_stock_id), round(each * scale),
            line=line._origin.id or 0, order=line.order_id._origin.id, group=0 if together else line.order_id.id)
            for one, each in sorted(takes.items(), key=lambda item: item[0].id)]
