from datetime import UTC, timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.som_allocation.engine.promise.values import Center, Component, Recipe, Step
from odoo.addons.som_allocation.models.promise.moments import moment
from odoo.addons.som_allocation.models.promise.som_promise import NOWHERE

#: Days ahead that work centers are looked up; beyond them they are free.
AHEAD = 120
DAY = 86_400 * 1_000_000
MINUTE = 60 * 1_000_000
FINE = 1_000_000  #: parts of a tick in which bills of materials are kept: a dozen makes of a third


class SomPromise(models.AbstractModel):
    """How products are made, where their routes say so: by the bill of materials that native procurement takes."""

    _inherit = "som.promise"

    @api.model
    def _som_read_level(self, company, products, levels):
        Bom = self.env["mrp.bom"].sudo().with_company(company)
        kits = Bom._bom_find(products, company_id=company.id, bom_type="phantom")
        boms = Bom.search(Domain(Bom._bom_find_domain(products, company_id=company.id, bom_type="normal")),
                          order="sequence, product_id, id")
        normal = {}
        for bom in boms:
            for product in (bom.product_id or bom.product_tmpl_id.product_variant_ids) & products:
                normal[product] = normal.get(product, Bom) + bom
        levels.add(products, {product: kits[product] for product in products if kits.get(product)}, normal)

    @api.model
    def _som_recipes(self, company, levels, asked, as_of, numbers):
        """:return: recipes, and the work centers that they need"""
        recipes, centers = [], self.env["mrp.workcenter"]
        if not levels.normal:
            return recipes, centers
        warehouses = self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])
        rules = self._som_rules(company, warehouses)
        makers = {}
        # each as one of all, so that what is read of one is read of all
        for product in self.env["product.product"].sudo().browse(sorted(product.id for product in levels.normal)):
            for warehouse in warehouses:
                rule = self._som_rule(product, warehouse, rules)
                bom = rule.action == "manufacture" and levels.bom(product, rule.picking_type_id)
                if bom:
                    makers[product.id, warehouse.id] = (product, warehouse, rule, bom)
        for (place, variant, _product), maker in self._som_ways(makers, asked).items():
            recipe, used = self._som_recipe(next(numbers), *maker, place, variant, levels, as_of)
            recipes.append(recipe)
            centers |= used
        return recipes, centers

    @api.model
    def _som_ways(self, makers, asked):
        """Where products are made for whom: (location, variant, product id) → maker.

        What is got for somebody and put nowhere is made by the first warehouse that makes it, unless a variant says
        which.
        """
        ways = {}
        for (product, _warehouse), maker in makers.items():
            ways[maker[1].lot_stock_id.id, 0, product] = maker
            ways.setdefault((NOWHERE, 0, product), maker)
        for want in asked:
            if want.variant and (want.product, want.variant[0]) in makers:
                ways[want.source, want.variant, want.product] = makers[want.product, want.variant[0]]
        return ways

    @api.model
    def _som_recipe(self, number, product, warehouse, rule, bom, place, variant, levels, as_of):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        never = self.env["product.template.attribute.value"].sudo().browse(variant[1] if variant else ())
        made = bom.product_uom_id._compute_quantity(bom.product_qty, product.uom_id, round=False)
        kind = bom.picking_type_id or rule.picking_type_id
        source = kind.default_location_src_id if warehouse.manufacture_steps == "mrp_one_step" else (
            warehouse.lot_stock_id)
        takes = {}
        for one, quantity in self._som_explode(bom, product, 1.0, never, levels):
            takes[one] = takes.get(one, 0.0) + quantity
        components = tuple(
            Component(one.id, self._som_component_source(one, warehouse, source), round(quantity * scale * FINE))
            for one, quantity in sorted(takes.items(), key=lambda item: item[0].id))
        steps, centers = self._som_steps(bom, product, never, scale)
        return Recipe(
            number, product.id, place, round(made * scale * FINE), components, moment(as_of),
            lead=bom.produce_delay * DAY, steps=steps, variant=variant), centers

    @api.model
    def _som_component_source(self, product, warehouse, source):
        mto = warehouse.mto_pull_id.route_id
        return NOWHERE if mto and mto in product.route_ids | product.categ_id.total_route_ids else source.id

    @api.model
    def _som_explode(self, bom, product, rounds, never, levels, above=()):
        """What some rounds of a bill of materials take, kits taken apart: (product, quantity in its unit).

        Only of what has stock; of the rest there always is enough.
        """
        for line in bom.bom_line_ids:
            if line._skip_bom_line(product, never):
                continue
            quantity, kit = rounds * line.product_qty, levels.kits.get(line.product_id)
            if kit and kit not in above:
                inside = line.product_uom_id._compute_quantity(
                    quantity / kit.product_qty, kit.product_uom_id, round=False)
                yield from self._som_explode(
                    levels.together(kit), line.product_id, inside, never, levels, (*above, kit))
            elif line.product_id.is_storable:
                yield line.product_id, line.product_uom_id._compute_quantity(
                    quantity, line.product_id.uom_id, round=False)

    @api.model
    def _som_steps(self, bom, product, never, scale):
        steps, centers = [], self.env["mrp.workcenter"]
        for operation in bom.operation_ids:
            if operation._skip_operation_line(product, never):
                continue
            center = operation.workcenter_id
            capacity, setup, cleanup = center._get_capacity(product, bom.product_uom_id, bom.product_qty or 1)
            per = bom.product_uom_id._compute_quantity(capacity, product.uom_id, round=False)
            cycle = operation.time_cycle * 100 / (center.time_efficiency or 100)
            steps.append(Step(
                center.id, round((setup + cleanup) * MINUTE), round(cycle * MINUTE), max(round(per * scale), 1)))
            centers |= center
        return tuple(steps), centers

    @api.model
    def _som_centers(self, centers, as_of):
        """The working hours of work centers, less what is planned there already and what they are closed for."""
        start = as_of.replace(tzinfo=UTC)
        for calendar, mine in centers.grouped("resource_calendar_id").items():
            if not calendar:
                continue
            free = calendar._work_intervals_batch(
                start, start + timedelta(days=AHEAD), resources=mine.resource_id,
                domain=[("time_type", "in", ("leave", "other"))])
            for center in mine:
                yield Center(center.id, tuple(
                    (moment(begin), moment(end)) for begin, end, _of in free[center.resource_id.id]))
