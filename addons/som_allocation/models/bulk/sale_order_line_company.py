from odoo import models

from .companies import check_each_once


class SaleOrderLine(models.Model):
    """Companies of many lines: what several lines refer to is compared once."""

    _inherit = "sale.order.line"

    def _check_company(self, fnames=None):
        return check_each_once(self, super()._check_company, fnames)
