from odoo import models

from .companies import check_each_once


class StockMove(models.Model):
    """Companies of many moves: what several moves refer to is compared once."""

    _inherit = "stock.move"

    def _check_company(self, fnames=None):
        return check_each_once(self, super()._check_company, fnames)
