from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SomChannel(models.Model):
    """A way in which orders reach the company, and what they start with."""

    _name = "som.channel"
    _description = "Sales Channel"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(
        required=True, copy=False, tracking=True,
        help="Short name that files and programs use for this channel.")
    kind = fields.Selection(
        [("webshop", "Webshop"), ("marketplace", "Marketplace"), ("edi", "EDI"), ("phone", "Phone"),
         ("email", "E-mail"), ("pos", "Shop counter"), ("field", "Field sales"), ("other", "Other")],
        required=True, default="other", tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", check_company=True,
        help="Team of the channel's orders. Empty: Odoo's own choice.")
    user_id = fields.Many2one(
        "res.users", string="Salesperson", check_company=True, domain="[('share', '=', False)]",
        help="Salesperson of orders that come in by themselves. Empty: the customer's, or none.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", check_company=True,
        help="Where the channel's orders ship from. Empty: Odoo's own choice.")
    pricelist_id = fields.Many2one(
        "product.pricelist", check_company=True,
        help="Prices of the channel. Empty: the customer's pricelist.")
    picking_policy = fields.Selection(
        [("direct", "As soon as possible"), ("one", "When all products are ready")],
        string="Shipping Policy", help="Empty: Odoo's default.")
    confirm = fields.Selection(
        [("no", "Leave as quotations"), ("yes", "Confirm at once")],
        string="Incoming Orders", required=True, default="no",
        help="What happens to orders that come in by themselves.")
    unknown_customer = fields.Selection(
        [("reject", "Reject the order"), ("create", "Create the customer")],
        required=True, default="reject",
        help="What happens when an incoming order names a customer that is not known.")
    tz = fields.Selection(
        lambda self: self.env["res.partner"]._fields["tz"]._description_selection(self.env),
        string="Time Zone", help="Zone of dates that come without one. Empty: the company's.")
    order_count = fields.Integer(compute="_compute_order_count")

    _code_uniq = models.Constraint("UNIQUE (company_id, code)", "A channel's code must be unique in its company.")

    @api.constrains("code")
    def _check_code(self):
        for channel in self:
            if not channel.code.strip() or channel.code != channel.code.strip():
                raise ValidationError(self.env._(
                    "The code of channel %s is empty or has blanks around it.", channel.name))

    def _compute_order_count(self):
        if not self.env["sale.order"].has_access("read"):  # a channel may be read by more people than orders
            self.order_count = 0
            return
        counts = dict(self.env["sale.order"]._read_group(
            [("som_channel_id", "in", self.ids)], ["som_channel_id"], ["__count"]))
        for channel in self:
            channel.order_count = counts.get(channel, 0)

    @api.depends("name", "company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_display_name(self):
        several = len(self.env.companies) > 1
        for channel in self:
            channel.display_name = f"{channel.name} ({channel.company_id.name})" if several else channel.name

    def _som_timezone(self):
        """Name of the zone in which the channel's days are meant."""
        self.ensure_one()
        return self.tz or self.company_id.partner_id.tz or self.env.user.tz or "UTC"

    def action_open_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_quotations_with_onboarding")
        action["display_name"] = self.env._("Orders through %s", self.name)
        action["domain"] = [("som_channel_id", "=", self.id)]
        action["context"] = {"default_som_channel_id": self.id}
        return action
