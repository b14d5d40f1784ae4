from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SomAllocationPolicy(models.Model):
    """Who gets scarce stock: ordered segments of demand, each with a strategy and an order of its own."""

    _name = "som.allocation.policy"
    _description = "Allocation Policy"
    _inherit = ["mail.thread"]
    _order = "company_id, state, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("active", "Active"), ("draft", "Draft")], required=True, default="draft", copy=False, tracking=True,
        readonly=True, help="Active: decides who gets stock. Draft: can be tried out in previews, decides nothing.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    warehouse_ids = fields.Many2many(
        "stock.warehouse", "som_allocation_policy_warehouse_rel", "policy_id", "warehouse_id", string="Warehouses",
        check_company=True,
        help="Where the policy holds. Empty: in all warehouses of the company that have no policy of their own.")
    segment_ids = fields.One2many("som.allocation.segment", "policy_id", string="Segments", copy=True)

    minimum_fill = fields.Float(
        string="Minimum Fill", digits=(5, 2), tracking=True,
        help="An order is given nothing new unless so much of its open value (in percent) can be filled together."
             " Orders that ship when all is ready always wait for all. 0: no minimum.")
    starve_runs = fields.Integer(
        string="Runs Without", tracking=True,
        help="A line that was passed over in so many runs comes before all others. 0: never.")
    starve_days = fields.Integer(
        string="Days Without", default=14, tracking=True,
        help="A line that has waited for so many days comes before all others. 0: never.")

    run_on_stock = fields.Boolean(string="Stock Arrives", tracking=True)
    run_on_release = fields.Boolean(string="An Order Is Confirmed or Released", tracking=True)
    run_on_cancel = fields.Boolean(string="An Order Is Cancelled or Reduced", tracking=True)
    run_on_policy = fields.Boolean(string="The Policy Changes", tracking=True)
    run_daily = fields.Boolean(string="Every Day", tracking=True)
    apply_automatically = fields.Boolean(
        tracking=True,
        help="Runs that start by themselves are applied at once. Off: they wait as previews for somebody to apply.")

    version_number = fields.Integer(
        string="Version", readonly=True, copy=False,
        help="The number of the latest version. It is written with each: two who make one at once cannot both.")
    version_ids = fields.One2many("som.allocation.policy.version", "policy_id", string="Versions")

    _percent = models.Constraint(
        "CHECK (minimum_fill >= 0 AND minimum_fill <= 100)", "The minimum fill is a percentage from 0 to 100.")
    _numbers_not_negative = models.Constraint(
        "CHECK (starve_runs >= 0 AND starve_days >= 0)", "Runs and days cannot be negative.")
