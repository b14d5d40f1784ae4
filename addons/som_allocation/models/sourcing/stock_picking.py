from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """A warehouse that cannot ship what it was chosen for says so, and the rest is sourced from others."""

    _inherit = "stock.picking"

    som_sourcing = fields.Boolean(related="company_id.som_sourcing", string="Sources Orders")

    def action_som_cannot_ship(self):
        """Ask why, for these deliveries."""
        return {
            "type": "ir.actions.act_window", "res_model": "som.sourcing.reject", "view_mode": "form", "target": "new",
            "name": self.env._("Cannot Ship From Here"), "context": {"default_picking_ids": self.ids}}

    def _som_source_elsewhere(self, reason, quantities=None):
        """Take what these deliveries cannot ship away from their warehouses, and source it from others.

        What others have moves; the rest waits where it is, unreserved.

        :param str reason: why, for the record
        :param dict quantities: move → quantity in the product's unit that cannot ship; None: all that is not picked
        :return: ``Elsewhere``
        :raises UserError: where something is picked already, or nobody else has anything of it
        """
        self.check_access("write")
        pickings = self.sudo()  # sudo: who ships need not read orders, but what he cannot ship is true for them
        _steps, wanted = pickings.move_ids._som_cuts(pickings._som_refused(quantities))
        self.env["som.promise.key"].sudo()._som_claim(self.env["stock.move"].union(*wanted).product_id)
        refused = defaultdict(float)
        for move, quantity in wanted.items():
            refused[move.sale_line_id, move._som_ships_from()] += quantity
        self.env["som.sourcing.refusal"].sudo().create([
            {**self._prepare_sourcing_refusal(line, shipper, reason), "quantity": quantity}
            for (line, shipper), quantity in refused.items()])
        cause = self.env._("%(transfers)s cannot ship: %(reason)s", reason=reason, transfers=", ".join(
            self.env["stock.move"].union(*wanted).picking_id.mapped("name")))
        elsewhere = pickings.move_ids.browse()._som_source_anew(wanted, cause)
        if not elsewhere.moved:
            self._som_raise_nowhere(elsewhere.plans)
        self.env["stock.move"].sudo().union(*elsewhere.left).filtered(
            lambda move: move._som_is_divisible())._som_set_apart(elsewhere.left)
        self.env["sale.order.line"].sudo().union(*elsewhere.moved)._som_promise_anew(cause)
        return elsewhere

    @api.model
    def _som_ship_as_planned(self, plans, cause):
        """Procure what was found for goods that no delivery knows of yet, keep why, and promise it anew."""
        moved = {line: ways for plan in plans.values() for line, ways in plan.ways.items()}
        moves = self.env["stock.move"].sudo()  # sudo: who may say what cannot ship need not read orders
        moves._som_ship_from(moved)
        moves._som_record_moved(plans, moved, {}, cause)
        self.env["sale.order.line"].sudo().union(*moved)._som_promise_anew(cause)

    def _prepare_sourcing_refusal(self, line, shipper, reason):
        return {"line_id": line.id, "warehouse_id": shipper.id, "reason": reason}

    def _som_movable(self):
        """The moves of these deliveries that could be shipped from elsewhere."""
        return self.sudo().move_ids.filtered(lambda move: move._som_is_movable())  # sudo: as above

    def _som_refused(self, quantities):
        """What cannot ship: move → quantity in the product's unit; checked."""
        moves = self._som_movable()
        if quantities is not None:
            moves &= self.env["stock.move"].sudo().union(*quantities)
        if not moves or quantities is not None and len(moves) < len(quantities):
            raise UserError(self.env._(
                "%s: nothing of it is to be shipped for an order any more.", ", ".join(self.mapped("display_name"))))
        unsourced = moves.sale_line_id.order_id.filtered(lambda order: not order.company_id.som_sourcing)
        if unsourced:
            raise UserError(self.env._(
                "%s does not look for other warehouses. Switch on “Source orders over warehouses” in the settings of"
                " Sales.", ", ".join(unsourced.company_id.mapped("name"))))
        loose = {move: move._som_loose() for move in moves}
        if quantities is None:
            quantities = {move: quantity for move, quantity in loose.items() if quantity}
        picked = moves.filtered(lambda move: move.product_id.uom_id.compare(
            quantities.get(move, 0.0), loose[move]) > 0)
        if not any(loose.values()):
            picked = moves
        if picked:
            raise UserError(self.env._(
                "%(products)s: picked already in %(transfers)s. Have the transfer put back, or let it ship.",
                products=", ".join(picked.product_id.mapped("display_name")),
                transfers=", ".join(picked.picking_id.mapped("name"))))
        whole = moves.filtered(lambda move: (
            not move._som_is_divisible() and 0 < quantities.get(move, 0.0) < loose[move]))
        if whole:
            raise UserError(self.env._(
                "%s: all of it can be had from elsewhere, or nothing. Refuse all of it.",
                ", ".join(whole.product_id.mapped("display_name"))))
        return {move.sudo(): quantity for move, quantity in quantities.items()  # sudo: as above
                if move.product_id.uom_id.compare(quantity, 0) > 0}

    def _som_check_found(self, plans):
        """Each line has to be found elsewhere: for what cannot wait where it is."""
        for plan in plans.values():
            if not all(any(shares.values()) for shares in plan.found.values()):
                self._som_raise_nowhere({plan.order: plan})

    def _som_raise_nowhere(self, plans):
        """Nothing is found anywhere else: nothing changes."""
        raise UserError("\n\n".join(self.env._(
            "%(order)s: no other warehouse has %(products)s.\n%(what)s\nReceive it elsewhere, change the rules"
            " of sourcing, or let it wait here.", order=plan.order.display_name, products=", ".join(
                line.product_id.display_name for line, shares in plan.found.items() if not any(shares.values())),
            what="\n".join(self._som_candidate_text(one) for one in plan.trace["candidates"]))
            for plan in plans.values()))

    def _som_candidate_text(self, candidate):
        if candidate["removed"]:
            return f"{candidate['warehouse']}: {candidate['removed']}"
        if candidate["refused"]:
            return self.env._("%s: cannot ship it", candidate["warehouse"])
        return self.env._("%(warehouse)s: has %(share)s %% of it", warehouse=candidate["warehouse"],
                          share=candidate["covers"])
