from odoo import models


class MrpBomLine(models.Model):
    """Components are part of how something is made."""

    _name = "mrp.bom.line"
    _inherit = ["mrp.bom.line", "som.bom.part"]
