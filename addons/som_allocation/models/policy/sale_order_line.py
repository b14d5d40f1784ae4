from odoo import api, fields, models

from . import precedence
from .strategies import STRATEGIES, STRATEGY_HELP

#: Who froze a line and when: it follows from the freezing, nobody writes it.
SIGNATURE = ("som_frozen_by_id", "som_frozen_at")


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

    @api.model_create_multi
    def create(self, vals_list):
        precedence.check_created(self, vals_list, "som_strategy")
        return super().create([
            {**_without_signature(vals), **(self._prepare_signature(True) if vals.get("som_frozen") else {})}
            for vals in vals_list])

    def write(self, vals):
        precedence.check_changed(self, vals, "som_strategy")
        vals = _without_signature(vals)
        turned = self.browse()
        if "som_frozen" in vals:
            turned = self.filtered(lambda line: line.som_frozen != bool(vals["som_frozen"]))
        result = super().write(vals)
        for frozen, lines in turned.grouped("som_frozen").items():
            super(SaleOrderLine, lines).write(self._prepare_signature(frozen))
        return result

    def action_som_freeze(self):
        """Freeze the lines, or let them go where all are frozen: allocation leaves their stock alone meanwhile."""
        self.check_access("write")
        self.som_frozen = not all(self.mapped("som_frozen"))
        return True

    def _prepare_signature(self, frozen):
        """Who froze a line and when; nothing where it is frozen no more."""
        return {"som_frozen_by_id": self.env.uid if frozen else False,
                "som_frozen_at": fields.Datetime.now() if frozen else False}

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        # sudo: a customer who confirms by himself may not read what we think of his order
        if self.sudo().order_id.som_expedited:
            values["priority"] = "1"
        return values


def _without_signature(vals):
    return {name: value for name, value in vals.items() if name not in SIGNATURE}
