from odoo import api, models

#: What says which orders a carrier takes.
CHECKED = frozenset({
    "active", "company_id", "product_id", "country_ids", "state_ids", "zip_prefix_ids", "max_weight", "max_volume",
    "must_have_tag_ids", "excluded_tag_ids", "delivery_type", "price_rule_ids",
})


class DeliveryCarrier(models.Model):
    """A carrier goes further, or takes more: what waited for it goes on."""

    _inherit = "delivery.carrier"

    @api.model_create_multi
    def create(self, vals_list):
        carriers = super().create(vals_list)
        self.env["sale.order"]._som_world_changed(carriers)
        return carriers

    def write(self, vals):
        result = super().write(vals)
        if not CHECKED.isdisjoint(vals):
            self.env["sale.order"]._som_world_changed(self)
        return result
