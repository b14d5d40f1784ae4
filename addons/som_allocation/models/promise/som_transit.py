import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SomTransit(models.Model):
    """How long a carrier takes to some destinations, where that is not what it takes to all others."""

    _name = "som.transit"
    _description = "Transit Time by Destination"
    _order = "sequence, id"
    _rec_name = "carrier_id"

    carrier_id = fields.Many2one(
        "delivery.carrier", string="Delivery Method", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="carrier_id.company_id", store=True, index="btree_not_null")
    sequence = fields.Integer(default=10, help="The first that fits counts.")
    warehouse_ids = fields.Many2many("stock.warehouse", string="From", help="Empty: from every warehouse.")
    country_ids = fields.Many2many("res.country", string="Countries", help="Empty: to all countries.")
    state_ids = fields.Many2many("res.country.state", string="States", help="Empty: to all states.")
    zip_prefix_ids = fields.Many2many(
        "delivery.zip.prefix", string="Zip Prefixes",
        help="Beginnings of zip codes, as on delivery methods. Empty: to all of them.")
    days = fields.Integer(string="Transit Days", help="From the warehouse to the customer. 0: the same day.")

    _days_positive = models.Constraint("CHECK (days >= 0)", "Transit takes 0 days or more.")

    @api.constrains("zip_prefix_ids")
    def _check_zip_prefix_ids(self):
        for prefix in self.zip_prefix_ids:
            try:
                re.compile(prefix.name)
            except re.error as error:
                raise ValidationError(self.env._(
                    "Zip prefix “%(prefix)s” cannot be read (%(problem)s). Write it as in 12, 12[34] or 1234$.",
                    prefix=prefix.name, problem=error)) from error

    def _som_fits(self, warehouse, partner):
        """Whether it is about goods that go from a warehouse to an address."""
        self.ensure_one()
        return (
            (not self.warehouse_ids or warehouse in self.warehouse_ids)
            and (not self.country_ids or partner.country_id in self.country_ids)
            and (not self.state_ids or partner.state_id in self.state_ids)
            and (not self.zip_prefix_ids or any(
                re.match(prefix.name, (partner.zip or "").strip().upper()) for prefix in self.zip_prefix_ids)))
