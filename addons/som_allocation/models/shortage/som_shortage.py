from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

#: How old the board may be when it is opened; what is older is brought up to date first.
FRESH = timedelta(minutes=10)


class SomShortage(models.Model):
    """What is not covered: a row for each product, warehouse and day on which goods are wanted.

    Stored, because its figures come of the promise engine, which SQL cannot ask: it is brought up to date when
    something happens to a product that is promised, once a day, and when the board is opened and is not fresh.
    """

    _name = "som.shortage"
    _description = "Shortage"
    _order = "wanted_on, id"
    _rec_name = "product_id"
    _log_access = False
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="cascade")
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    vendor_id = fields.Many2one(
        "res.partner", readonly=True, ondelete="set null",
        help="The vendor from whom it would be ordered: the first of its vendors that is valid today.")
    wanted_on = fields.Date(
        string="Wanted", readonly=True, required=True,
        help="The day on which the goods have to be ready to ship, so that they are with the customer when he asked for"
             " them or was promised them first. For other demand, and without promises: the planned date of the"
             " transfer.")
    wanted_qty = fields.Float(
        string="Waiting", digits="Product Unit", readonly=True,
        help="What those who come short wait for, and do not hold.")
    short_qty = fields.Float(
        string="Short", digits="Product Unit", readonly=True,
        help="What of it is not covered in time by goods that are there or on their way.")
    late_qty = fields.Float(
        string="Late", digits="Product Unit", readonly=True, help="Covered, but after it is wanted.")
    to_order_qty = fields.Float(
        string="To Order", digits="Product Unit", readonly=True,
        help="Can be had from a vendor after the lead time, if it is ordered now: nobody has ordered it yet.")
    missing_qty = fields.Float(
        string="Uncovered", digits="Product Unit", readonly=True, help="Nothing that is known covers it.")
    covered_at = fields.Datetime(
        string="Covered", readonly=True, help="When all of it is covered. Empty: nobody can say.")
    order_count = fields.Integer(string="Orders", readonly=True)
    partner_count = fields.Integer(string="Customers", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(
        readonly=True, groups="sales_team.group_sale_salesman_all_leads",
        help="What the goods that wait are worth in their orders: with discounts, without taxes, in the currency of the"
             " company.")
    since = fields.Datetime(string="Waiting Since", readonly=True, help="When the oldest of the orders was placed.")
    as_of = fields.Datetime(readonly=True, required=True)
    line_ids = fields.One2many("som.shortage.line", "shortage_id", string="Who Waits", readonly=True)
    cure_ids = fields.One2many("som.shortage.cure", "shortage_id", string="What Would Cure It", readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, COALESCE(warehouse_id, 0), product_id, wanted_on)")

    @api.depends("product_id", "wanted_on")
    def _compute_display_name(self):
        for shortage in self:
            shortage.display_name = self.env._(
                "%(product)s, %(day)s", product=shortage.product_id.display_name,
                day=format_date(self.env, shortage.wanted_on))

    @api.model
    def action_open_board(self):
        """The board, brought up to date where it is not fresh."""
        self.check_access("read")
        for company in self.env.companies:
            self.sudo()._som_freshen(company)  # sudo: the figures are about orders that who reads them may not see
        return self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_shortage")

    @api.model
    def action_refresh(self):
        """Bring all of it up to date, now."""
        self.check_access("read")
        for company in self.env.companies:
            self.sudo()._som_refresh_all(company)  # sudo: as above
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_replenishment(self):
        """Odoo's own replenishment of these products."""
        self.check_access("read")
        action = self.env["stock.warehouse.orderpoint"].action_open_orderpoints()
        action["domain"] = [("product_id", "in", self.product_id.ids)]
        return action

    @api.model
    def _som_freshen(self, company):
        oldest = self.search([("company_id", "=", company.id)], order="as_of", limit=1)
        if not oldest or oldest.as_of < fields.Datetime.now() - FRESH:
            self._som_refresh_all(company)
        else:
            # what happened and was not looked at yet
            self._som_refresh(company, self.env["som.promise.event"].search([]).product_id)
