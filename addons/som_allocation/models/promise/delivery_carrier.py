from odoo import fields, models


class DeliveryCarrier(models.Model):
    """How long a carrier takes."""

    _inherit = "delivery.carrier"

    som_transit_days = fields.Integer(
        string="Transit Days", help="From the warehouse to the customer. 0: the same day.")
    som_transit_ids = fields.One2many(
        "som.transit", "carrier_id", string="Transit by Destination", copy=True,
        help="Where it takes another time than the transit days. The first that fits counts.")
    som_transit_calendar_id = fields.Many2one(
        "resource.calendar", string="Delivery Days", check_company=True,
        help="The days on which the carrier delivers; transit counts these. Empty: every day.")

    _som_transit_days_positive = models.Constraint(
        "CHECK (som_transit_days >= 0)", "Transit takes 0 days or more.")

    def _som_transit_to(self, warehouse, partner):
        """Days from a warehouse to an address; 0 without a carrier."""
        lane = next((lane for lane in self.som_transit_ids if lane._som_fits(warehouse, partner)), None)
        return lane.days if lane else self.som_transit_days
