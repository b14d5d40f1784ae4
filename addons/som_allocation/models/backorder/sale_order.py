from odoo import api, fields, models

from .policies import REST_HELP, REST_POLICIES, shipping_sentence


class SaleOrder(models.Model):
    """What happens to the rest of an order that ships in part, and what was left of it."""

    _inherit = "sale.order"

    som_rest_policy = fields.Selection(
        REST_POLICIES, string="The Rest", compute="_compute_som_rest_policy", store=True, readonly=False,
        precompute=True, tracking=True, groups="som_core.group_som_user",
        help=REST_HELP + "Empty: the transfer's operation type decides.")
    som_shipping_text = fields.Char(compute="_compute_som_shipping_text", groups="som_core.group_som_user")
    som_cancellation_ids = fields.One2many(
        "som.cancellation", "order_id", string="Cancelled Quantities", readonly=True, groups="som_core.group_som_user")
    som_shipping_notice_ids = fields.One2many(
        "som.shipping.notice", "order_id", string="Shipping Notices", readonly=True,
        groups="som_core.group_som_user")

    som_backorder_count = fields.Integer(
        string="Lines on Backorder", compute="_compute_som_backorder_count", groups="sales_team.group_sale_salesman")
    som_shipping_news = fields.Html(
        compute="_compute_som_shipping_news", sanitize=False, groups="som_core.group_som_user,base.group_portal",
        help="What the customer was told last about what shipped and what follows, in the reader's language.")

    @api.depends("som_shipping_notice_ids.content")
    @api.depends_context("lang", "som_notice_id")
    def _compute_som_shipping_news(self):
        for order in self:
            # sudo: the notices of an order are for whoever may read the order
            notices = order.sudo().som_shipping_notice_ids.filtered(lambda notice: notice.state == "sent")
            meant = notices.filtered(lambda notice: notice.id == self.env.context.get("som_notice_id"))
            order.som_shipping_news = (meant or notices.sorted("id")[-1:]).text

    @api.depends("partner_id", "company_id")
    def _compute_som_rest_policy(self):
        for order in self.filtered(lambda order: order.state in ("draft", "sent") or not order.state):
            # sudo: a customer who orders by himself may not read how we keep him
            customer = order.sudo().partner_id.commercial_partner_id.with_company(order.company_id)
            order.som_rest_policy = customer.som_rest_policy or order.company_id.som_rest_policy

    @api.depends("picking_policy", "som_minimum_fill", "som_rest_policy")
    @api.depends_context("lang")
    def _compute_som_shipping_text(self):
        for order in self:
            order.som_shipping_text = shipping_sentence(
                self.env, order.picking_policy, order.som_minimum_fill, order.som_rest_policy)

    @api.depends("order_line.move_ids.state")
    def _compute_som_backorder_count(self):
        counts = dict(self.env["som.backorder"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.som_backorder_count = counts.get(order._origin, 0)

    def action_som_open_backorders(self):
        """What this order still waits for, to cancel it or to keep it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_backorder")
        title = self.env._("Backorders of %s", self.name)
        return dict(action, name=title, display_name=title, domain=[("order_id", "=", self.id)])

    def _som_to_be_told(self, wanted=False):
        """The orders whose customers get mail when they ship in part.

        :param bool wanted: somebody wants them to be told, whatever the company does otherwise
        """
        return self.filtered(lambda order: order.partner_id._som_is_told_of_rests(order.company_id, wanted))
