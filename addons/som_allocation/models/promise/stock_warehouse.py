from odoo import fields, models


class StockWarehouse(models.Model):
    """When a warehouse ships."""

    _inherit = "stock.warehouse"

    som_handling_days = fields.Float(
        string="Handling Days", digits=(5, 2), help="From goods in stock to goods packed. Part of a day is fine.")
    som_cutoff = fields.Float(
        string="Cut-off", help="What is packed by this hour leaves the same day; later, the next day the warehouse"
        " works. In the time zone of its address. 0: at any hour.")
    som_calendar_id = fields.Many2one(
        "resource.calendar", string="Working Days", check_company=True,
        help="The days on which the warehouse ships. Empty: every day.")

    _som_handling_days_positive = models.Constraint(
        "CHECK (som_handling_days >= 0)", "Handling takes no time, or some: 0 days or more.")
    _som_cutoff_of_day = models.Constraint(
        "CHECK (som_cutoff >= 0 AND som_cutoff < 24)", "The cut-off is an hour of the day, from 0:00 to 23:59.")
