from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import formatLang

from .sale_order import SOURCED
from .values import MovedQuantities

#: Context: what of lines is procured now (``MovedQuantities``), whatever else they lack.
MOVED = "som_moved"


class Elsewhere(NamedTuple):
    """What came of sourcing goods elsewhere."""

    plans: dict  #: order → ``Plan``
    moved: dict  #: line → {``Place``: quantity in the product's unit}; lines of which something moved
    left: dict  #: move → quantity in the product's unit that stays where it is
    kept: set  #: lines that others have, no better


class StockMove(models.Model):
    """What one place was to ship is shipped by others: as much of it as they have; the rest stays where it is."""

    _inherit = "stock.move"

    def _som_source_anew(self, wanted, cause, better=None):
        """Source goods of order lines elsewhere, and make the deliveries for it.

        :param dict wanted: move → quantity in the product's unit
        :param str cause: why, for the record
        :param better: function of a plan, a line and the quantities found elsewhere: whether to move them at all
        :return: ``Elsewhere``
        """
        lines = self.browse().union(*wanted).sale_line_id
        self.env["som.promise.key"].sudo()._som_claim(lines.product_id)  # sudo: nobody writes it by hand
        _cuts, counted = self._som_cuts(wanted)
        wants, here = defaultdict(float), defaultdict(lambda: defaultdict(float))
        for move, quantity in sorted(counted.items(), key=lambda one: (one[0].sale_line_id.id, one[0].id)):
            wants[move.sale_line_id] += quantity
            here[move.sale_line_id][move._som_place()] += quantity
        plans = self.env["som.sourcing"].sudo()._som_plan(  # sudo: who ships need not see rules or other warehouses
            dict(wants), together=True, waits=here)
        moved, kept = {}, set()
        for plan in plans.values():
            for line, shares in plan.found.items():
                there = {place: quantity for place, quantity in shares.items() if place not in here[line]}
                whole = any(move.sale_line_id == line and not move._som_is_divisible() for move in counted)
                if not there or whole and line.product_id.uom_id.compare(sum(there.values()), wants[line]) < 0:
                    continue
                if better and not better(plan, line, there):
                    kept.add(line)
                else:
                    moved[line] = there
        left = self._som_take_away(counted, moved, {
            line: sum(quantity for place, quantity in shares.items() if place in here[line])
            for plan in plans.values() for line, shares in plan.found.items()})
        if moved:
            self._som_ship_from(moved)
            self._som_record_moved(plans, moved, left, cause)
        waiting = {move.sale_line_id.order_id for move in left}
        self.env["sale.order"].union(*(order for order in plans if order not in waiting))._som_close_sourcing_alerts()
        return Elsewhere(plans, moved, left, kept)

    def _som_take_away(self, counted, moved, found_here):
        """Cut from the moves what ships from elsewhere; all steps of it.

        :param dict found_here: line → quantity that is best shipped from where it is, after all
        :return: move → what stays in it though it is not there
        """
        more = {line: sum(shares.values()) for line, shares in moved.items()}
        going, left = {}, {}
        for move, quantity in counted.items():
            going[move] = min(quantity, more.get(move.sale_line_id, 0.0))
            if going[move]:
                more[move.sale_line_id] -= going[move]
            rest = quantity - going[move]
            stays = min(rest, found_here.get(move.sale_line_id, 0.0))
            if stays:
                found_here[move.sale_line_id] -= stays
            if move.product_id.uom_id.compare(rest, stays) > 0:
                left[move] = rest - stays
        cuts, _counted = self._som_cuts({move: quantity for move, quantity in going.items() if quantity})
        self.browse().union(*cuts)._som_cut(cuts)
        return left

    def _som_ship_from(self, moved):
        """Procure what moved, and nothing else; what was ordered does not change, so a lock does not matter."""
        quantities = MovedQuantities()
        for line, shares in moved.items():
            line._som_set_ways(shares)
            quantities[line.id] = line.product_id.uom_id._compute_quantity(
                sum(shares.values()), line.product_uom_id, round=False)
        lines = self.env["sale.order.line"].sudo().union(*moved)  # sudo: who ships may not read orders
        locked = lines.order_id.filtered("locked").with_context(tracking_disable=True)
        locked.locked = False
        lines.with_context(**{SOURCED: True, MOVED: quantities})._action_launch_stock_rule()
        locked.locked = True

    def _som_record_moved(self, plans, moved, left, cause):
        """The decisions, and a note in the history of each order of which something moved."""
        orders = {line.order_id for line in moved}
        plans = {order: plan for order, plan in plans.items() if order in orders}
        self.env["sale.order"]._som_keep_decisions(plans, cause)
        place_name = self.env["som.sourcing"].sudo()._som_place_name  # sudo: who reads the order may know
        for order in plans:
            order._message_log(body=self.env["ir.qweb"]._render("som_allocation.sourcing_moved", {
                "cause": cause,
                "moved": [(self._som_amount_text(line.product_id, quantity), place_name(place))
                          for line, shares in moved.items() if line.order_id == order
                          for place, quantity in shares.items()],
                "left": [(move._som_amount_text(move.product_id, quantity), move._som_ships_from().name)
                         for move, quantity in left.items() if move.sale_line_id.order_id == order]}))

    @api.model
    def _som_amount_text(self, product, quantity):
        """So much of a product, in words; in its own unit."""
        unit = product.uom_id
        digits = 0 if unit.compare(quantity, round(quantity)) == 0 else 2
        return f"{formatLang(self.env, quantity, digits=digits)} {unit.name} {product.display_name}"
