from odoo import fields, models

from ..promise.moments import moment, when
from .sale_order import SOURCED
from .stock_move_elsewhere import MOVED
from .values import MovedQuantities


class SaleOrderLine(models.Model):
    """Native procurement, from each warehouse that ships a part of a line."""

    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, **kwargs):
        """What a confirmed line wants more than before is sourced; what it had stays where it is."""
        if not (self.env.context.get(SOURCED) or self.env.context.get("skip_procurement")):
            self._som_source_more()
        return super()._action_launch_stock_rule(**kwargs)

    def _som_source_more(self):
        wants = {}
        for line in self:
            if line.state == "sale" and not line.order_id.locked and line.order_id._som_is_sourced() and (
                    line._som_is_sourceable()):
                more = line._som_in_product_unit(line.product_uom_qty - line._get_qty_procurement())
                if line.product_id.uom_id.compare(more, 0) > 0:
                    wants[line] = more
        if wants:
            self.env["som.promise.key"]._som_claim(self.browse().union(*wants).product_id)
            plans = self.env["som.sourcing"]._som_plan(wants, together=True)
            for plan in plans.values():
                for line, ways in plan.ways.items():
                    line._som_set_ways(ways)
            self.env["sale.order"]._som_keep_decisions(plans, self.env._("More was ordered"))

    def _get_qty_procurement(self, previous_product_uom_qty=False):
        """What moves to another warehouse is procured there, and nothing that was called off before."""
        moving = self._som_qty_while_moving()
        if moving is not None:
            return moving
        return super()._get_qty_procurement(previous_product_uom_qty=previous_product_uom_qty)

    def _som_qty_while_moving(self):
        """What counts as procured while goods of the line move elsewhere, in its unit; None: nothing of it moves."""
        moved = self.env.context.get(MOVED)
        if isinstance(moved, MovedQuantities) and self.id in moved:
            return self.product_uom_qty - moved[self.id]
        return None

    def _get_outgoing_incoming_moves(self, strict=True):
        """Native code knows one way out of each warehouse; what comes from another first has a way of its own."""
        outgoing, incoming = super()._get_outgoing_incoming_moves(strict=strict)
        if strict or not self.sudo().som_part_ids.route_ids:  # sudo: as below
            return outgoing, incoming
        first = {}
        moves = self.move_ids.filtered(lambda move: (
            move.state != "cancel" and move.product_id == self.product_id and not move.origin_returned_move_id))
        for move in moves.sorted("id"):
            first.setdefault(move._som_place(), move.rule_id)
        return outgoing | moves.filtered(lambda move: (
            move.rule_id == first[move._som_place()]
            and (move.location_final_id or move.location_dest_id)._is_outgoing())), incoming

    def _create_procurements(self, product_qty, procurement_uom, values):
        if not self.sudo().som_part_ids:  # sudo: what sourcing decided holds for whoever confirms
            return super()._create_procurements(product_qty, procurement_uom, values)
        unit = self.product_id.uom_id
        shares = self._som_share_out(procurement_uom._compute_quantity(product_qty, unit, round=False))
        procurements, left = [], product_qty
        for number, (place, quantity) in enumerate(shares, start=1):
            amount = left if number == len(shares) else unit._compute_quantity(
                quantity, procurement_uom, rounding_method="HALF-UP")
            left -= amount
            procurements += super()._create_procurements(
                amount, procurement_uom, {**values, **self._prepare_part_values(place, values)})
        return procurements

    def _prepare_part_values(self, place, values):
        """Procured from a place, in time for what was promised."""
        part = {"warehouse_id": place.warehouse, "route_ids": values["route_ids"] | place.routes}
        if self.som_promised_date and not self.order_id.commitment_date:
            now = fields.Datetime.now()
            route = self.env["som.promise"]._som_route_of(place.warehouse, self.order_id, now)
            ready = route.ready_by(moment(self.som_promised_date))
            part["date_planned"] = max(when(ready), now) if ready is not None else values["date_planned"]
        return part

    def _som_share_out(self, quantity):
        """What more (or less, below zero) is procured, place by place.

        :return: list of (``Place``, quantity), in the product's unit; together the quantity
        """
        line = self.sudo()  # sudo: as above
        if line.product_id.uom_id.compare(quantity, 0) < 0:
            return line._som_share_out_less(quantity)
        procured, shares, left = line._som_procured(), {}, quantity
        for part in line.som_part_ids:
            share = min(left, max(0.0, part.quantity - procured[part._som_place()]))
            if line.product_id.uom_id.compare(share, 0) > 0:
                shares[part._som_place()] = share
                left -= share
        if line.product_id.uom_id.compare(left, 0) > 0 or not shares:
            first = next(iter(shares), line.som_part_ids[0]._som_place())
            shares[first] = shares.get(first, 0.0) + left
        return list(shares.items())

    def _som_share_out_less(self, quantity):
        """The smallest parts lose first, so that fewer warehouses ship; what is brought from another loses last."""
        shares, left = [], -quantity
        for part, most in self._som_losing():
            share = min(left, most)
            if self.product_id.uom_id.compare(share, 0) > 0:
                shares.append((part._som_place(), -share))
                part.quantity -= share
                left -= share
        if self.product_id.uom_id.compare(left, 0) > 0 or not shares:
            shares.append((self._som_loses_rest()._som_place(), -left))
        return shares

    def _som_losing(self):
        """The parts in the order in which they lose, each with how much it can."""
        coming = self._som_procured(open_only=True)
        return [(part, coming[part._som_place()])
                for part in self.som_part_ids.sorted(lambda part: (bool(part.route_ids), part.quantity, -part.id))]

    def _som_loses_rest(self):
        """The part that is told to lose what none can lose by itself."""
        return self.som_part_ids[0]
