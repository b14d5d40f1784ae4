from odoo import api, fields, models


class SomSourcingDecision(models.Model):
    """Which warehouses were to ship an order, and why these: as it was decided then."""

    _name = "som.sourcing.decision"
    _description = "Sourcing Decision"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", string="By", default=lambda self: self.env.user, readonly=True)
    cause = fields.Char(required=True, readonly=True)
    warehouse_ids = fields.Many2many("stock.warehouse", string="Ships From", readonly=True)
    cost = fields.Monetary(readonly=True)
    exact = fields.Boolean(string="Proved Best", readonly=True,
                           help="There is no better choice. Otherwise the best that was found in time.")
    covered = fields.Boolean(string="All Found", readonly=True, help="Known goods cover all of it.")
    trace = fields.Json(readonly=True)
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("order_id.name")
    def _compute_display_name(self):
        for decision in self:
            decision.display_name = self.env._("Sourcing of %s", decision.order_id.name)

    @api.depends("trace")
    @api.depends_context("lang", "tz")
    def _compute_content(self):
        for decision in self:
            decision.content = self.env["som.sourcing"]._som_show(decision.company_id, decision.trace)
