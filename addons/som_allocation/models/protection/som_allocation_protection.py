from zoneinfo import ZoneInfo

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class SomAllocationProtection(models.Model):
    """Stock that is kept for some channels: orders of others are not given it, whoever reserves.

    A protection is for one product, or for each product of a category by itself. All that apply to a product hold
    side by side and add up: one for a category is not replaced by one for a product. It binds the first step of
    deliveries for sales orders. Internal transfers, manufacturing and quantities that somebody types on a transfer are
    not bound by it.

    A *quantity* is used up by what is reserved for, and by what was shipped since its first day to, those it is for;
    what comes back is kept for them again. A *share* is one of the stock on hand, whatever has left it.
    """

    _name = "som.allocation.protection"
    _description = "Allocation Protection"
    _inherit = ["mail.thread"]
    _order = "date_from desc, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True, ondelete="cascade", index="btree_not_null", tracking=True,
        help="Empty: wherever in the company's warehouses it is, taken together.")
    location_id = fields.Many2one(
        "stock.location", check_company=True, ondelete="cascade", index="btree_not_null", tracking=True,
        domain="[('usage', '=', 'internal'), ('warehouse_id', '=', warehouse_id)]",
        help="Only what lies here or below. Empty: all stock of the warehouse.")
    product_id = fields.Many2one(
        "product.product", check_company=True, ondelete="cascade", index="btree_not_null",
        tracking=True, domain=[("is_storable", "=", True)])
    categ_id = fields.Many2one(
        "product.category", string="Product Category", ondelete="cascade", index="btree_not_null", tracking=True,
        help="Each product of the category, and of those below it, by itself.")
    # archived ones count: their orders may still be open
    channel_ids = fields.Many2many(
        "som.channel", "som_allocation_protection_channel_rel", "protection_id", "channel_id", string="Channels",
        ondelete="restrict", context={"active_test": False}, check_company=True, tracking=True,
        domain="[('company_id', '=', company_id)]", help="Orders of these channels may use it.")
    tier_ids = fields.Many2many(
        "som.customer.tier", "som_allocation_protection_tier_rel", "protection_id", "tier_id", string="Customer Tiers",
        ondelete="restrict", context={"active_test": False}, check_company=True, tracking=True,
        domain="[('company_id', 'in', (company_id, False))]",
        help="Orders of these customers may use it too, whatever their channel.")
    open_to_expedited = fields.Boolean(
        string="Open to Expedited Orders", tracking=True,
        help="Expedited orders may use it too, whatever their channel.")
    kind = fields.Selection(
        [("quantity", "Quantity"), ("share", "Share of the stock")], required=True, default="quantity", tracking=True)
    quantity = fields.Float(
        digits="Product Unit", tracking=True, aggregator=None,
        help="In the product's unit. Used up by what is reserved for and shipped to those it is for.")
    share = fields.Float(
        string="Share (%)", digits=(5, 2), tracking=True, aggregator=None,
        help="Percent of the stock on hand there, in whole units where the stock is whole.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date_from = fields.Date(
        string="From", required=True, tracking=True,
        default=lambda self: self._som_day(self.env.company, fields.Datetime.now()),
        help="First day, in the company's time zone.")
    date_to = fields.Date(
        string="Until", tracking=True, help="Last day, in the company's time zone. Empty: until further notice.")

    _one_thing = models.Constraint(
        "CHECK ((product_id IS NULL) != (categ_id IS NULL))",
        "Choose either the product or the product category that is protected.")
    _amount = models.Constraint(
        "CHECK (CASE kind WHEN 'share' THEN share > 0 AND share <= 100 ELSE quantity > 0 END)",
        "A protected quantity is more than 0, a protected share more than 0 % and at most 100 %.")
    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A protection ends after it begins: correct one of its days.")
    _location_in_warehouse = models.Constraint(
        "CHECK (location_id IS NULL OR warehouse_id IS NOT NULL)",
        "Choose the warehouse that the protected location lies in.")
    _company_days_idx = models.Index("(company_id, date_from) WHERE active")

    @api.constrains("channel_ids", "tier_ids")
    def _check_for_somebody(self):
        for protection in self:
            if not protection.with_context(active_test=False).channel_ids and not protection.tier_ids:
                raise ValidationError(self.env._(
                    "Protection “%s” is for nobody: choose the channels or customer tiers it is for.", protection.name))

    @api.constrains("location_id", "warehouse_id")
    def _check_location(self):
        for protection in self:
            location, stock = protection.location_id, protection.warehouse_id.lot_stock_id
            if location and not location.parent_path.startswith(stock.parent_path):
                raise ValidationError(self.env._(
                    "Protection “%(protection)s”: %(location)s does not lie in %(stock)s. Choose a location of the"
                    " warehouse's stock, or another warehouse.", protection=protection.name,
                    location=location.display_name, stock=stock.display_name))

    @api.onchange("warehouse_id")
    def _onchange_warehouse_id(self):
        if self.location_id and self.location_id.warehouse_id != self.warehouse_id:
            self.location_id = False

    @api.onchange("company_id")
    def _onchange_company_id(self):
        if self.warehouse_id.company_id != self.company_id:
            self.warehouse_id = self.location_id = False
        self.channel_ids = self.channel_ids.filtered(lambda channel: channel.company_id == self.company_id)

    # ------------------------------------------------------------ whether there are any

    @api.model
    def _som_in_force(self, company, as_of):
        """Whether a company protects anything now: answered without a query where it never does.

        :param datetime as_of: naive UTC
        """
        periods = self._som_periods(company.id)
        if not periods:
            return False
        today = self._som_day(company, as_of)
        return any(first <= today and (not last or today <= last) for first, last in periods)

    @api.model
    @tools.ormcache("company_id")
    def _som_periods(self, company_id):
        """First and last day of each protection of a company."""
        return tuple(self.env.execute_query(SQL(
            "SELECT date_from, date_to FROM som_allocation_protection WHERE active AND company_id = %s ORDER BY id",
            company_id)))

    @api.model
    @tools.ormcache()
    def _som_kept_everywhere(self):
        """Whether anything is protected in all warehouses of a company together."""
        return bool(self.env.execute_query(SQL(
            "SELECT FROM som_allocation_protection WHERE active AND warehouse_id IS NULL LIMIT 1")))

    @api.model
    def _som_zone(self, company):
        return ZoneInfo(company._som_tz())

    @api.model
    def _som_day(self, company, as_of):
        """The company's day at a moment (naive UTC)."""
        return as_of.replace(tzinfo=ZoneInfo("UTC")).astimezone(self._som_zone(company)).date()

    def _som_forget(self):
        """Ask the database anew: now, and once more when others can see what changed."""
        self.env.registry.clear_cache()
        self.env.cr.postcommit.add(self.env.registry.clear_cache)

    @api.model_create_multi
    def create(self, vals_list):
        protections = super().create(vals_list)
        protections.flush_recordset()
        self._som_forget()
        return protections

    def write(self, vals):
        result = super().write(vals)
        if not {"active", "company_id", "warehouse_id", "date_from", "date_to"}.isdisjoint(vals):
            self.flush_recordset()
            self._som_forget()
        return result

    def unlink(self):
        result = super().unlink()
        self._som_forget()
        return result
