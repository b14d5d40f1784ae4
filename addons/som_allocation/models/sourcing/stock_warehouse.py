from odoo import models
from odoo.exceptions import UserError


class StockWarehouse(models.Model):
    """A warehouse that is archived ships nothing any more."""

    _inherit = "stock.warehouse"

    def write(self, vals):
        """Odoo archives none with open operations; where deliveries are sourced anew, they can go first."""
        closing = self.browse()
        if "active" in vals and not vals["active"]:
            closing = self.filtered(lambda warehouse: warehouse.active and warehouse.company_id.som_source_again)
        if closing:
            closing._som_check_nothing_to_ship()
        result = super().write(vals)
        self.env["som.sourcing.event"]._som_happened([
            {"warehouse_id": warehouse.id, "cause": self.env._("%s was archived", warehouse.name)}
            for warehouse in closing])
        return result

    def _som_check_nothing_to_ship(self):
        # sudo: who archives a warehouse need not read orders
        deliveries = self.env["stock.picking"].sudo().search([
            ("picking_type_id.warehouse_id", "in", self.ids), ("sale_id", "!=", False),
            ("state", "in", ("waiting", "confirmed", "assigned"))])
        if deliveries:
            raise UserError(self.env._(
                "%(warehouses)s: %(count)s deliveries of orders are still to be shipped (%(some)s). Switch it off with"
                " a sourcing rule (Does not ship): they are sourced from other warehouses by themselves, and what no"
                " other has is told to the salespeople. Archive it when none is left.",
                warehouses=", ".join(self.mapped("name")), count=len(deliveries),
                some=", ".join(deliveries[:5].mapped("name"))))
