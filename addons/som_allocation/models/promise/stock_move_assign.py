from odoo import models


class StockMove(models.Model):
    """Stock that comes in goes to those who were promised a date before those who were not.

    Odoo goes by planned dates. Who was promised nothing is planned for now, and would take what others were promised.
    """

    _inherit = "stock.move"

    def _som_has_ranks(self):
        return super()._som_has_ranks() or bool(self._som_promising())

    def _som_rank(self, meant_for):
        return (*super()._som_rank(meant_for), self._som_is_unpromised())

    def _som_is_unpromised(self):
        line = self.sudo().sale_line_id  # sudo: whoever moves goods may not read the order they are for
        return bool(line) and line.company_id.som_promise and not line.som_promised_date
