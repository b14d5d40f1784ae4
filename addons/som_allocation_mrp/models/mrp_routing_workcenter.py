from odoo import models


class MrpRoutingWorkcenter(models.Model):
    """Operations are part of how something is made."""

    _name = "mrp.routing.workcenter"
    _inherit = ["mrp.routing.workcenter", "som.bom.part"]
