from collections import defaultdict

from odoo import api, fields, models

from .values import Place


class SaleOrderLine(models.Model):
    """Where the goods of a line come from: its order's warehouse, or its parts say."""

    _inherit = "sale.order.line"

    som_part_ids = fields.One2many("som.sourcing.part", "line_id", string="Ships From", readonly=True)

    @api.depends("som_part_ids.warehouse_id", "som_part_ids.quantity")
    def _compute_warehouse_id(self):
        super()._compute_warehouse_id()
        for line in self.filtered("som_part_ids"):
            line.warehouse_id = line.som_part_ids.sorted(lambda part: (-part.quantity, part.id))[0].warehouse_id

    def _som_is_sourceable(self):
        """Goods from stock; a route that somebody chose decides by itself, so does what is made or bought for it."""
        self.ensure_one()
        return bool(
            self.product_id.type == "consu" and self._som_is_quantity_line() and not self._som_is_kit()
            and self.product_uom_qty > self.qty_delivered and not self._som_is_routed())

    def _som_is_kit(self):
        """Seam: what is taken apart when it ships has no stock of its own; its order's warehouse ships it."""
        self.ensure_one()
        return False

    def _som_is_routed(self):
        """Whether it is settled by itself how the goods come: by a chosen route, or as they are got for the line."""
        self.ensure_one()
        return bool(self.route_ids) or self.env["som.promise"]._som_made_to_order(self)

    def _som_in_product_unit(self, quantity):
        return self.product_uom_id._compute_quantity(quantity, self.product_id.uom_id, rounding_method="HALF-UP")

    def _som_ways(self):
        """``Place`` → quantity in the product's unit, where the line has parts."""
        self.ensure_one()
        # sudo: who sees the line may know when it comes
        return {part._som_place(): part.quantity for part in self.sudo().som_part_ids}

    def _som_set_ways(self, ways):
        """Beside what was procured already, the rest of a line ships from these.

        :param dict ways: ``Place`` → quantity in the product's unit
        """
        self.ensure_one()
        line = self.sudo()  # sudo: parts are written by sourcing alone
        total = line._som_procured()
        for place, quantity in ways.items():
            total[place] += quantity
        unit = line.product_id.uom_id
        total = {place: quantity for place, quantity in total.items() if unit.compare(quantity, 0) > 0}
        if line._som_is_usual(total):
            line._som_forget_parts()
            return
        parts = {part._som_place(): part for part in line.som_part_ids}
        line.som_part_ids.filtered(lambda part: part._som_place() not in total).unlink()
        for place, quantity in total.items():
            if place in parts:
                parts[place].quantity = quantity
        line.som_part_ids.create([
            line._prepare_sourcing_part(place, quantity) for place, quantity in total.items() if place not in parts])

    def _som_is_usual(self, ways):
        """Whether the line ships so without being told."""
        return set(ways) <= {Place(self.order_id.warehouse_id, self.env["stock.route"])}

    def _prepare_sourcing_part(self, place, quantity):
        return {"line_id": self.id, "warehouse_id": place.warehouse.id, "route_ids": [(6, 0, place.routes.ids)],
                "quantity": quantity}

    def _som_forget_parts(self):
        self.sudo().som_part_ids.unlink()  # sudo: as above

    def _som_procured(self, open_only=False):
        """``Place`` → what transfers ship from it, done or to come, in the product's unit; returns count against it.

        :param bool open_only: what is still to come
        """
        self.ensure_one()
        procured = defaultdict(float)
        if not self.move_ids:
            return procured
        outgoing, incoming = self._get_outgoing_incoming_moves(strict=False)
        for moves, sign in ((outgoing, 1), (incoming, -1)):
            for move in moves.filtered(lambda move: not open_only or move._som_is_open()):
                quantity = move.quantity if move.state == "done" else move.product_uom_qty
                procured[move._som_place()] += sign * move.product_uom._compute_quantity(
                    quantity, self.product_id.uom_id, rounding_method="HALF-UP")
        return procured
