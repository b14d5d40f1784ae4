from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

HARD = [
    ("off", "Does not ship"),
    ("minimum", "Keeps a minimum for itself"),
    ("carrier", "Ships with these carriers only"),
    ("distance", "Greatest distance"),
    ("capacity", "Capacity per day"),
    ("sites", "At most so many warehouses"),
    ("together", "Never split"),
]
SOFT = [
    ("shipment", "Cost of each shipment"),
    ("line", "Cost of each line"),
    ("km", "Cost of each kilometre"),
    ("unit", "Cost of each unit"),
    ("transfer", "Cost of each unit from another warehouse"),
    ("age", "Bonus for old stock"),
    ("preferred", "Preferred order of warehouses"),
    ("late", "Cost of each day late"),
]
#: Rules that speak of the order as a whole; warehouses make no difference to them.
OF_ORDERS = frozenset({"sites", "together", "late"})
#: Rules that can be limited to products.
OF_PRODUCTS = frozenset({"minimum", "together", "unit", "age"})


class SomSourcingRule(models.Model):
    """What decides which warehouses ship an order: what must be kept, and what costs how much."""

    _name = "som.sourcing.rule"
    _description = "Sourcing Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(HARD + SOFT, required=True, default="shipment")
    is_hard = fields.Boolean(string="Must Be Kept", compute="_compute_is_hard", search="_search_is_hard")
    gives_way = fields.Boolean(
        compute="_compute_gives_way", store=True, readonly=False,
        help="Kept wherever an order can be covered with it. Where it cannot, the order is sourced again without the"
             " rules that give way, if more of it is found then; the decision says which, and what they would have"
             " removed. Rules that do not give way are never broken.")
    is_of_order = fields.Boolean(compute="_compute_is_hard")
    is_of_product = fields.Boolean(compute="_compute_is_hard")
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", check_company=True, help="Empty: all of the company.")
    order_domain = fields.Char(string="For Orders", help="Orders that the rule speaks for. Empty: all.")
    product_domain = fields.Char(string="For Products", help="Products that the rule speaks for. Empty: all.")
    amount = fields.Monetary(help="In the company's currency.")
    quantity = fields.Float(digits="Product Unit", help="Of each product, in its own unit.")
    number = fields.Integer(string="At Most")
    measure = fields.Selection([("orders", "Orders"), ("lines", "Lines")], default="orders", required=True)
    kilometres = fields.Float(digits=(10, 1))
    carrier_ids = fields.Many2many("delivery.carrier", string="Carriers", check_company=True)
    date_from = fields.Datetime(string="From")
    date_until = fields.Datetime(string="Until", help="Empty: until further notice.")

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "Costs and amounts are 0 or more. What is wanted costs less than the rest.")
    _figures_positive = models.Constraint(
        "CHECK (quantity >= 0 AND number >= 0 AND kilometres >= 0)", "Figures of a rule are 0 or more.")
    _dates_in_order = models.Constraint(
        "CHECK (date_until > date_from)", "A rule ends after it begins.")

    @api.depends("kind")
    def _compute_name(self):
        words = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            if not rule.name or rule.name in words.values():
                rule.name = words.get(rule.kind, rule.name)

    @api.depends("kind")
    def _compute_is_hard(self):
        hard = dict(HARD)
        for rule in self:
            rule.is_hard = rule.kind in hard
            rule.is_of_order = rule.kind in OF_ORDERS
            rule.is_of_product = rule.kind in OF_PRODUCTS

    @api.depends("kind")
    def _compute_gives_way(self):
        """Costs have nothing to give way with."""
        hard = dict(HARD)
        for rule in self:
            rule.gives_way = rule.gives_way and rule.kind in hard

    def _search_is_hard(self, operator, value):
        if operator != "in":
            return NotImplemented
        kinds = [kind for kind, _ in HARD] * (True in value) + [kind for kind, _ in SOFT] * (False in value)
        return [("kind", "in", kinds)]

    @api.constrains("order_domain", "product_domain")
    def _check_domains(self):
        for rule in self:
            for name, model in (("order_domain", "sale.order"), ("product_domain", "product.product")):
                try:
                    Domain(literal_eval(rule[name] or "[]")).validate(self.env[model])
                except Exception as error:
                    raise ValidationError(self.env._(
                        "%(rule)s, “%(field)s”: this condition cannot be read (%(error)s). Choose it anew.",
                        rule=rule.name, field=self._fields[name]._description_string(self.env), error=error)) from error

    @api.constrains("kind", "gives_way")
    def _check_gives_way(self):
        costs = self.filtered(lambda rule: rule.gives_way and not rule.is_hard)
        if costs:
            raise ValidationError(self.env._(
                "%s: only what must be kept can give way; a cost is paid where it is worth it.",
                ", ".join(costs.mapped("name"))))

    @api.constrains("kind", "number", "kilometres", "carrier_ids")
    def _check_figures(self):
        for rule in self:
            missing = {
                "sites": not rule.number, "distance": not rule.kilometres, "carrier": not rule.carrier_ids}
            if missing.get(rule.kind):
                raise ValidationError(self.env._(
                    "%s: say how many, how far, or which carriers; a rule without it would stop everything.",
                    rule.name))

    def action_open_deliveries(self):
        """What is still to be shipped by the warehouses of the rule: to be moved elsewhere, all at once."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        return dict(action, display_name=self.env._("Open Deliveries"), context={}, domain=[
            ("sale_id", "!=", False), ("state", "in", ("confirmed", "waiting", "assigned")),
            ("picking_type_id.warehouse_id", "in", self.warehouse_ids.ids)])

    def _som_speaks_for(self, orders):
        """Those of some orders that the rule speaks for; also orders that are not saved."""
        domain = literal_eval(self.order_domain or "[]")
        return orders.filtered_domain(domain) if domain else orders

    def _som_products(self, products):
        """Ids of those of some products that the rule speaks for."""
        domain = literal_eval(self.product_domain or "[]")
        return set((products.filtered_domain(domain) if domain else products).ids)

    def _som_is_of(self, place):
        """Whether the rule speaks for a ``Place``: for what its warehouse ships."""
        return not self.warehouse_ids or place.warehouse in self.warehouse_ids
