from odoo import api, models

from ...checks.pricelist import preloaded


class ResCurrency(models.Model):
    """Rates for many lines at once: native asks for each moment."""

    _inherit = "res.currency"

    @api.model
    def _get_conversion_rate(self, from_currency, to_currency, company=None, date=None):
        ask = super()._get_conversion_rate
        known = preloaded(self.env) if date and from_currency != to_currency else None
        if known:
            return known.rates.rate(
                from_currency, to_currency, company, date, lambda day: ask(from_currency, to_currency, company, day))
        return ask(from_currency, to_currency, company, date)
