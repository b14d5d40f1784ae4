from odoo import api, fields, models


class SomSourcingWhere(models.TransientModel):
    """Where an order would come from if it were decided now."""

    _name = "som.sourcing.where"
    _description = "Where From?"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    state = fields.Selection(related="order_id.state")
    fixed = fields.Boolean(related="order_id.som_warehouse_fixed")
    content = fields.Html(compute="_compute_content", sanitize=False, compute_sudo=False)

    @api.depends("order_id")
    @api.depends_context("uid", "lang", "tz")
    def _compute_content(self):
        for wizard in self:
            wizard.order_id.check_access("read")
            plan = self.env["som.sourcing"]._som_dry_run(wizard.order_id)
            wizard.content = plan and self.env["som.sourcing"]._som_show(
                wizard.order_id.company_id.sudo(), plan.trace)  # sudo: where the company is, is no secret

    def action_apply(self):
        """Ship it from there: the quotation's warehouse, and parts where others ship too."""
        self.ensure_one()
        self.order_id.action_som_source()
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
