from odoo import api, fields, models

#: Rules about the work of warehouses: vendors come under them only where they are named.
OF_WAREHOUSES = frozenset({"minimum", "carrier", "capacity", "transfer", "age"})


class SomSourcingRule(models.Model):
    """Vendors who deliver straight to the customer come under the rules as warehouses do, where that makes sense.

    A rule that names nobody speaks for vendors, too: distance is measured from the vendor's address, shipments, lines,
    kilometres and units cost the same, and vendors stand behind all warehouses in their preferred order. Minimum stock,
    carriers, capacity, transfers and age are the business of warehouses; capacity and carriers count for a vendor where
    he is named: what was ordered of him today, and whether one of the carriers, by which he ships, serves the address.
    """

    _inherit = "som.sourcing.rule"

    kind = fields.Selection(
        selection_add=[("dropship", "Vendors may deliver")], ondelete={"dropship": "cascade"})
    vendor_ids = fields.Many2many(
        "res.partner", "som_sourcing_rule_vendor_rel", "rule_id", "partner_id", string="Vendors",
        help="Vendors who deliver straight to the customer. A rule that names warehouses or vendors speaks for these"
             " alone. Empty: all.")
    route_id = fields.Many2one(
        "stock.route", string="Drop-Ship Route", check_company=True, ondelete="cascade",
        compute="_compute_route_id", store=True, readonly=False, precompute=True,
        domain=[("rule_ids.picking_type_id.code", "=", "dropship")],
        help="By which vendors deliver what the rule speaks for.")

    _dropship_route = models.Constraint(
        "CHECK (kind != 'dropship' OR route_id IS NOT NULL)",
        "Say by which drop-ship route vendors may deliver.")

    @api.depends("kind")
    def _compute_route_id(self):
        usual = self.env["stock.route"]._som_usual_dropship()
        for rule in self:
            rule.route_id = rule.route_id or usual if rule.kind == "dropship" else False

    @api.depends("kind")
    def _compute_is_hard(self):
        result = super()._compute_is_hard()
        for rule in self.filtered(lambda rule: rule.kind == "dropship"):
            rule.is_of_product = True
        return result

    def _som_is_of(self, place):
        if self.kind == "dropship":
            return False
        if place.vendor:
            return place.vendor in self.vendor_ids or not (
                self.vendor_ids or self.warehouse_ids or self.kind in OF_WAREHOUSES)
        return bool(self.warehouse_ids or not self.vendor_ids) and super()._som_is_of(place)

    def _som_apply_carrier(self, case):
        """A vendor ships by himself, whatever carrier the order has: one of the rule's has to serve the address."""
        if not case.candidate.place.vendor:
            return super()._som_apply_carrier(case)
        if not any(carrier._match_address(case.order.partner_shipping_id) for carrier in self.carrier_ids):
            case.candidate.removed = self.env._(
                "%(rule)s: %(carriers)s cannot serve this order", rule=self.name,
                carriers=", ".join(self.carrier_ids.mapped("name")))
        return None

    def _som_will_close(self):
        """A rule that names vendors alone switches no warehouse off."""
        return bool(self.warehouse_ids or not self.vendor_ids) and super()._som_will_close()

    def _som_figure_dropship(self):
        return self.route_id.name

    def _som_opens(self, vendor):
        """Whether a vendor may deliver what the rule speaks for."""
        return not self.vendor_ids or vendor in self.vendor_ids or vendor.commercial_partner_id in self.vendor_ids
