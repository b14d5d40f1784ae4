from odoo import fields, models

from .strategies import STRATEGIES, STRATEGY_HELP


class SaleOrderLine(models.Model):
    """What a line says about its stock, and how long it has waited for some."""

    _inherit = "sale.order.line"

    som_frozen = fields.Boolean(
        string="Frozen", copy=False, groups="som_core.group_som_user",
        help="Keep its stock as it is: allocation neither gives to the line nor takes from it.")
    som_frozen_by_id = fields.Many2one(
        "res.users", string="Frozen By", readonly=True, copy=False, groups="som_core.group_som_user")
    som_frozen_at = fields.Datetime(
        string="Frozen On", readonly=True, copy=False, groups="som_core.group_som_user")
    som_strategy = fields.Selection(
        STRATEGIES, string="Allocation Strategy", copy=False, groups="som_core.group_som_user",
        help="How the line is treated where stock is short. Empty: as customer, product or policy say.\n\n"
             + STRATEGY_HELP)
    som_waited_runs = fields.Integer(
        string="Runs Waited", readonly=True, copy=False, groups="som_core.group_som_user",
        help="Allocation runs in a row that passed the line over.")
    som_waiting_since = fields.Datetime(
        readonly=True, copy=False, groups="som_core.group_som_user",
        help="Since when the line waits for stock that others got or that is not there.")
