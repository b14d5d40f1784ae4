from odoo import fields, models


class ResCompany(models.Model):
    """How safety stock is suggested."""

    _inherit = "res.company"

    som_demand_days = fields.Integer(
        string="Days of Demand", default=90, required=True,
        help="Daily demand is measured over so many days before today; days without demand count.")
    som_service_level = fields.Float(
        string="Service Level", default=95.0, required=True, digits=(5, 2),
        help="Percent of replenishments during which stock shall not run out.")

    _som_demand_days_positive = models.Constraint(
        "CHECK (som_demand_days BETWEEN 2 AND 1000)", "Demand is measured over 2 to 1000 days.")
    _som_service_level_percent = models.Constraint(
        "CHECK (som_service_level >= 50 AND som_service_level < 100)",
        "The service level is a percentage from 50 to below 100: nothing is certain.")
