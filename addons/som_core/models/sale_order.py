from odoo import api, fields, models


class SaleOrder(models.Model):
    """The channel an order came through, and what the channel decides."""

    _inherit = "sale.order"

    som_channel_id = fields.Many2one(
        "som.channel", string="Channel", check_company=True, index="btree_not_null", tracking=True,
        compute="_compute_som_channel_id", store=True, readonly=False, precompute=True)
    som_external_ref = fields.Char(
        string="Channel Order Number", copy=False, index="btree_not_null", readonly=True,
        help="The order's number at its channel. The same number never comes in twice.")

    som_requested_date = fields.Datetime(
        string="Requested Date", copy=False, tracking=True,
        help="When the customer wants it. Stays as asked, whatever is promised.")

    som_import_id = fields.Many2one(
        "som.import", string="Imported With", copy=False, readonly=True, index="btree_not_null", check_company=True)

    # Idempotent intake: whatever runs twice, one order comes of it.
    _som_external_ref_uniq = models.UniqueIndex(
        "(som_channel_id, som_external_ref) WHERE som_external_ref IS NOT NULL",
        "This order of the channel has come in already.")

    @api.depends("company_id")
    def _compute_som_channel_id(self):
        for order in self:
            if order.som_channel_id.company_id != order.company_id or not order.som_channel_id:
                order.som_channel_id = order.company_id.som_channel_id

    @api.depends("som_channel_id")
    def _compute_team_id(self):
        super()._compute_team_id()
        for order in self.filtered("som_channel_id.team_id"):
            order.team_id = order.som_channel_id.team_id

    @api.depends("som_channel_id")
    def _compute_warehouse_id(self):
        super()._compute_warehouse_id()
        for order in self.filtered("som_channel_id.warehouse_id"):
            if order.state in ("draft", "sent") or not order.ids:
                order.warehouse_id = order.som_channel_id.warehouse_id

    @api.depends("som_channel_id")
    def _compute_pricelist_id(self):
        super()._compute_pricelist_id()
        for order in self.filtered("som_channel_id.pricelist_id"):
            if order.state == "draft":
                order.pricelist_id = order.som_channel_id.pricelist_id

    @api.onchange("som_channel_id")
    def _onchange_som_channel_id(self):
        if self.som_channel_id.picking_policy:
            self.picking_policy = self.som_channel_id.picking_policy
