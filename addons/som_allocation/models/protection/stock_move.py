from odoo import fields, models

from ..assign.neutral import NeutralPolicy
from .values import Who


class StockMove(models.Model):
    """Protections hold whoever reserves for an order: engine or native code, at confirmation, button or scheduler.

    Only moves for sales orders are bound by them. Internal transfers, manufacturing, scrap and quantities that
    somebody types on a transfer take what they need, as in Odoo: what is protected is protected from other orders.
    """

    _inherit = "stock.move"

    def _som_assign(self):
        done = super()._som_assign()
        return done | (self - done)._som_assign_protected()

    def _som_assign_protected(self):
        """Reserve the orders' moves of protected products that no policy governs, first come, first served.

        :return: the moves that are done with
        """
        done = self.browse()
        protections = self.env["som.allocation.protection"]
        now = fields.Datetime.now()
        for company, moves in self.filtered("sale_line_id").grouped("company_id").items():
            # sudo: what is protected holds for everybody, whoever reserves
            units = protections.sudo()._som_units(company, moves.product_id.ids, now)
            products = {unit.product for unit in units}
            mine = moves.filtered(lambda move, products=products: move.product_id.id in products)
            if mine:
                done |= mine._som_assign_by(NeutralPolicy(company, mine.ids))
        return done

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        # strict: goods that were brought here for this very move
        if not strict and self.sudo().sale_line_id:  # sudo: who reserves may not read the order
            need = self._som_at_most(need, location_id)
        return super()._update_reserved_quantity(need, location_id, lot_id, package_id, owner_id, strict)

    def _som_at_most(self, need, location):
        """What a move that is left to native reservation may take: what is protected for others it may not.

        :param float need: in the product's unit
        """
        self.ensure_one()
        # sudo: see above
        protections, company, now = self.env["som.allocation.protection"].sudo(), self.company_id, fields.Datetime.now()
        if not protections._som_units(company, self.product_id.ids, now):
            return need
        order = self.sudo().sale_line_id.order_id.id
        who = protections._som_read_who(company, [order]).get(order, Who())
        free = protections._som_free(company, location.id, self.product_id, who, now, lock=True)
        _there, theirs = free[self.product_id.id]
        allowed = theirs / self.env["som.allocation.snapshot"]._som_scale()
        if self.packaging_uom_id and self.product_id.categ_id.packaging_reserve_method == "full":
            allowed = self.packaging_uom_id._check_qty(allowed, self.product_id.uom_id, "DOWN")
        return min(need, allowed)
