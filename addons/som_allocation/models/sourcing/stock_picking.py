from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order import SOURCED


class StockPicking(models.Model):
    """A warehouse that cannot ship what it was chosen for says so, and the rest is sourced from others."""

    _inherit = "stock.picking"

    som_sourcing = fields.Boolean(related="company_id.som_sourcing", string="Sources Orders")

    def action_som_cannot_ship(self):
        """Ask why, for these deliveries."""
        return {
            "type": "ir.actions.act_window", "res_model": "som.sourcing.reject", "view_mode": "form", "target": "new",
            "name": self.env._("Cannot Ship From Here"), "context": {"default_picking_ids": self.ids}}

    def _som_source_elsewhere(self, reason):
        """Take what these deliveries still have to ship away from their warehouses, and source it from others.

        :param str reason: why, for the record
        :raises UserError: where something is picked already, or nobody else has anything of it
        """
        self.check_access("write")
        pickings = self.sudo()  # sudo: who ships need not read orders, but what he cannot ship is true for them
        moves = pickings.move_ids.filtered(lambda move: move.sale_line_id and move._som_is_open())
        shippers = moves.grouped(lambda move: (move.sale_line_id, move._som_ships_from()))
        moves |= self._som_other_steps(moves)
        self._som_check_not_picked(moves)
        self.env["som.promise.key"].sudo()._som_claim(moves.product_id)
        wants = self._som_refused_wants(moves)
        self.env["som.sourcing.refusal"].sudo().create([
            self._prepare_sourcing_refusal(line, shipper, reason) for line, shipper in shippers])
        plans = self.env["som.sourcing"].sudo()._som_plan(wants, together=True)
        self._som_check_found(plans)
        moves._som_give_up()
        cause = self.env._("%(transfers)s cannot ship: %(reason)s", transfers=", ".join(self.mapped("name")),
                           reason=reason)
        self._som_ship_as_planned(plans, cause)
        return plans

    @api.model
    def _som_ship_as_planned(self, plans, cause):
        """Procure what was found elsewhere, keep why, and promise it anew."""
        lines = self.env["sale.order.line"].sudo().union(*(line for plan in plans.values() for line in plan.ways))
        for plan in plans.values():
            for line, ways in plan.ways.items():
                line._som_set_ways(ways)
        lines.with_context(**{SOURCED: True})._action_launch_stock_rule()
        self.env["sale.order"]._som_keep_decisions(plans, cause)
        for order, plan in plans.items():
            order._message_log(body=self.env["ir.qweb"]._render("som_allocation.sourcing_moved", {
                "cause": cause, "lines": plan.trace["lines"]}))
        lines._som_promise_anew(cause)

    def _prepare_sourcing_refusal(self, line, shipper, reason):
        return {"line_id": line.id, "warehouse_id": shipper.id, "reason": reason}

    def _som_other_steps(self, moves):
        """The open moves of the same lines and warehouses: all steps of a delivery, and what feeds it or is fed."""
        moves |= moves.browse(moves._rollup_move_dests()).filtered(lambda move: move._som_is_open())
        pairs = {(move.sale_line_id, move._som_ships_from()) for move in moves}
        steps = moves | moves.sale_line_id.move_ids.filtered(lambda move: (
            move._som_is_open() and move._som_is_outward()
            and (move.sale_line_id, move._som_ships_from()) in pairs))
        return steps | steps.browse(steps._rollup_move_origs()).filtered(lambda move: move._som_is_open())

    def _som_check_not_picked(self, moves):
        if not moves:
            raise UserError(self.env._(
                "%s: nothing of it is to be shipped for an order any more.", ", ".join(self.mapped("display_name"))))
        picked = moves.filtered(lambda move: move.picked and move.quantity or any(
            origin.state == "done" for origin in move.move_orig_ids))
        if picked:
            raise UserError(self.env._(
                "%(products)s: picked already in %(transfers)s. Have the transfer put back, or let it ship.",
                products=", ".join(picked.product_id.mapped("display_name")),
                transfers=", ".join(picked.picking_id.mapped("name"))))
        unsourced = moves.sale_line_id.order_id.filtered(lambda order: not order.company_id.som_sourcing)
        if unsourced:
            raise UserError(self.env._(
                "%s does not look for other warehouses. Switch on “Source orders over warehouses” in the settings of"
                " Sales.", ", ".join(unsourced.company_id.mapped("name"))))

    def _som_refused_wants(self, moves):
        """What is to be sourced anew: line → quantity in the product's unit, each counted once however many steps."""
        pairs = {(move.sale_line_id, move._som_ships_from()) for move in moves}
        wants = {}
        for line in moves.sale_line_id:
            wants[line] = sum(quantity for place, quantity in line._som_procured(open_only=True).items()
                              if (line, place.shipper) in pairs)
        return dict(sorted(wants.items(), key=lambda want: want[0].id))

    def _som_check_found(self, plans):
        """Each line has to be found elsewhere, or it stays where it is."""
        for plan in plans.values():
            found = dict(plan.trace["found"])
            nowhere = [line for line in plan.ways if not found.get(line.id)]
            if nowhere:
                raise UserError(self.env._(
                    "%(order)s: no other warehouse has %(products)s.\n%(what)s\nReceive it elsewhere, change the rules"
                    " of sourcing, or let it wait here.", order=plan.order.display_name,
                    products=", ".join(line.product_id.display_name for line in nowhere),
                    what="\n".join(self._som_candidate_text(one) for one in plan.trace["candidates"])))

    def _som_candidate_text(self, candidate):
        if candidate["removed"]:
            return f"{candidate['warehouse']}: {candidate['removed']}"
        if candidate["refused"]:
            return self.env._("%s: cannot ship it", candidate["warehouse"])
        return self.env._("%(warehouse)s: has %(share)s %% of it", warehouse=candidate["warehouse"],
                          share=candidate["covers"])
