from odoo import api, fields, models
from odoo.exceptions import UserError

from .values import Who, everywhere


class ProductProduct(models.Model):
    """What of a product is kept for some channels, and what is free for one."""

    _inherit = "product.product"

    som_protected = fields.Float(
        string="Protected", digits="Product Unit", compute="_compute_som_protected", compute_sudo=False,
        groups="som_core.group_som_user,stock.group_stock_user",
        help="What is still kept for some channels or customers, by protections that are in force today.")
    som_protection_used = fields.Float(
        string="Used", digits="Product Unit", compute="_compute_som_protected", compute_sudo=False,
        groups="som_core.group_som_user,stock.group_stock_user",
        help="What of it was shipped to, or is reserved for, those it is kept for.")

    @api.depends_context("allowed_company_ids", "som_protection_id")
    def _compute_som_protected(self):
        """Of all protections in force, or of the one that the context names."""
        self.som_protected = self.som_protection_used = 0
        scale = self.env["som.allocation.snapshot"]._som_scale()
        for unit in self._som_protected_units():
            product = self.browse(unit.product)
            product.som_protected += unit.left / scale
            product.som_protection_used += unit.used / scale

    def _som_protected_units(self):
        chosen = self.env.context.get("som_protection_id")
        # sudo: the figures are about orders that who reads them may not see one by one
        protections, now = self.env["som.allocation.protection"].sudo(), fields.Datetime.now()
        return [unit for company in self.env.companies
                for unit in protections._som_units(company, self._origin.ids, now)
                if not chosen or unit.protection == chosen]

    def action_som_open_protections(self):
        """The protections of the product that are in force."""
        self.check_access("read")
        self.env["som.allocation.protection"].check_access("read")
        units = self._som_protected_units()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_allocation_protection")
        action.update(domain=[("id", "in", sorted({unit.protection for unit in units}))], context={
            "som_product_id": self.id if len(self) == 1 else False})
        return action

    def som_available(self, channel, warehouse=None):
        """How much of each product is free for the orders of a channel: what a shop may offer.

        Free is what is in stock, reserved for nobody, and not protected for others. Services and goods that are not
        tracked have no stock, and are left out.

        :param str channel: its code
        :param str warehouse: its code; the channel's if left out, and all of the company's where it has none
        :return: list of dict: ``id``, ``default_code``, ``quantity``, ``unit``
        :raises AccessError: for who may not read products and protections
        :raises UserError: for a channel or warehouse that the company does not have
        """
        self.check_access("read")
        self.env["som.allocation.protection"].check_access("read")
        where = self._som_find(self.env["som.channel"], channel), warehouse and self._som_find(
            self.env["stock.warehouse"], warehouse)
        goods = self.filtered("is_storable")
        free = self._som_free_for(goods, *where)
        return [{"id": product.id, "default_code": product.default_code, "quantity": free[product.id],
                 "unit": product.uom_id.name} for product in goods]

    @api.model
    def _som_find(self, model, code):
        """The record of the current company with a code, under the caller's rights."""
        company = self.env.company
        found = model.search([("code", "=", code), ("company_id", "=", company.id)], limit=1)
        if not found:
            raise UserError(self.env._(
                "%(company)s has no %(kind)s with the code “%(code)s”. Send the code as it stands in Odoo.",
                company=company.name, kind=self.env["ir.model"]._get(model._name).name, code=code))
        return found

    @api.model
    def _som_free_for(self, goods, channel, warehouse):
        """Product id → product units that are free for a channel's orders."""
        # sudo: a channel is told what it may offer, not who holds the rest
        place = (warehouse or channel.warehouse_id).sudo().lot_stock_id
        source = place.id or everywhere(channel.company_id)
        protections = self.env["som.allocation.protection"].sudo()
        free = protections._som_free(
            channel.company_id, source, goods.sudo(), Who(channel=channel.id), fields.Datetime.now())
        scale = self.env["som.allocation.snapshot"]._som_scale()
        return {product: theirs / scale for product, (_there, theirs) in free.items()}
