from odoo import models


class StockMove(models.Model):
    """What a vendor ships to the customer: of which line, and that promises depend on it."""

    _inherit = "stock.move"

    def _som_vendor(self):
        """Who ships it to a customer, or gets it back from him, by a drop-ship purchase; else none."""
        self.ensure_one()
        if not (self._is_dropshipped() or self._is_dropshipped_returned()):
            return self.env["res.partner"]
        order = self.sudo().purchase_line_id.order_id  # sudo: who ships need not be allowed to read purchases
        return order.partner_id if order._is_dropshipped() else self.env["res.partner"]

    def _som_ships_from(self):
        return self._som_vendor() or super()._som_ships_from()

    def _som_place(self):
        """What a warehouse ships of a product that is drop-shipped else is sent by the warehouse's own route: that is
        how it ships anyway.
        """
        vendor = self._som_vendor()
        if vendor and self.sudo().sale_line_id:  # sudo: as for all places
            return self.sudo().sale_line_id._som_place_of(vendor)
        place = super()._som_place()
        own = place.warehouse.sudo().delivery_route_id if place.routes and place.warehouse else place.routes.browse()
        return place._replace(routes=place.routes - own)

    def _som_is_movable(self):
        """What a vendor was to deliver can ship from a warehouse, or from another vendor."""
        line = self.sudo().sale_line_id  # sudo: as for all places
        return super()._som_is_movable() or bool(line) and self._som_is_open() and bool(self._som_vendor()) and (
            self._is_dropshipped() and self.product_id == line.product_id)

    def _som_is_divisible(self):
        """A vendor is asked for all of it, or for nothing any more."""
        return not self._som_vendor() and super()._som_is_divisible()

    def _som_give_up(self):
        """A vendor who cannot deliver is asked for nothing any more."""
        lines = self.env["purchase.order.line"].sudo()  # sudo: who ships need not be allowed to change purchases
        for move in self.filtered(lambda move: move.sudo().sale_line_id and move._som_vendor()):
            vendor = move._som_vendor()
            lines |= move.sudo().purchase_line_id | move.sudo().sale_line_id._som_asked_vendors().filtered(
                lambda line, vendor=vendor: line.order_id.partner_id == vendor)
        result = super()._som_give_up()
        lines._som_give_up(self.env._("the vendor cannot deliver; others ship it"))
        return result

    def _som_tell_promises(self):
        """Those who were promised what a vendor delivers depend on nothing else: they are looked at again."""
        result = super()._som_tell_promises()
        promising = self._som_promising()
        if promising:
            # sudo: as above
            mine = self.filtered(lambda move: (
                move.company_id in promising and move.sudo().sale_line_id and move._is_dropshipped()
                and move.state not in ("draft", False)))
            self.env["som.promise.event"]._som_happened(mine.product_id)
        return result
