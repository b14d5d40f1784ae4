from odoo import api, models


class SaleOrder(models.Model):
    """A reference was ordered twice: when one of the two orders goes, the other goes on."""

    _inherit = "sale.order"

    def _som_reference_freed(self):
        """Look again at held orders of the customers whose orders have a reference no more."""
        named = self.sudo().filtered("client_order_ref")  # sudo: what is found must not depend on who asks
        self._som_world_changed(named.partner_id.commercial_partner_id)

    def write(self, vals):
        if {"client_order_ref", "partner_id"}.isdisjoint(vals):
            return super().write(vals)
        self._som_reference_freed()
        return super().write(vals)

    def _action_cancel(self):
        result = super()._action_cancel()
        self._som_reference_freed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_free_reference(self):
        self._som_reference_freed()
