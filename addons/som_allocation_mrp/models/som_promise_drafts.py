from odoo import api, models

from odoo.addons.som_allocation.engine.promise.values import Batch, Run
from odoo.addons.som_allocation.models.promise.moments import moment
from odoo.addons.som_allocation.models.promise.som_promise_waiting import Waiting
from odoo.addons.som_allocation.models.shortage.som_promise import Drafts


class SomPromise(models.AbstractModel):
    """Demand for what is made is demand for its components; so are the manufacturing orders that rules have drafted."""

    _inherit = "som.promise"

    @api.model
    def _som_wanted_through(self, company, products):
        found = super()._som_wanted_through(company, products)
        # sudo: nothing but quantities comes out
        return set(self.env["product.product"].sudo().browse(found)._som_made_into().ids)

    @api.model
    def _som_read_drafts(self, company, products, as_of):
        """Odoo drafts what reordering rules have made, and native rules count on it; what others draft is no order."""
        drafts = super()._som_read_drafts(company, products, as_of)
        # sudo: as above
        productions = self.env["mrp.production"].sudo().search([
            ("product_id", "in", list(products)), ("state", "=", "draft"), ("orderpoint_id", "!=", False),
            ("company_id", "=", company.id)], order="id")
        rows, batches, runs = [], [], []
        for production in productions:
            finished = production.move_finished_ids.filtered(
                lambda move, made=production.product_id: move.product_id == made and move.state == "draft")
            wants = production.move_raw_ids.filtered(
                lambda move: move.state == "draft" and move.product_id.id in products and move.product_id.is_storable)
            start = moment(production.date_start)
            finish = max(moment(production.date_finished or production.date_start), start)
            rows += [self._som_prepare_draft_row(production, move) for move in wants]
            batches += [Batch(move.id, move.product_id.id, self._som_stored_at(production).id,
                              self._som_ticks(move), finish) for move in finished]
            runs.append(Run(production.id, production.product_id.id, tuple(finished.ids), start, finish,
                            wants=tuple(wants.ids)))
        return Drafts((*drafts.rows, *rows), (*drafts.batches, *batches), (*drafts.runs, *runs))

    @api.model
    def _som_prepare_draft_row(self, production, move):
        warehouse = production.picking_type_id.warehouse_id
        source = move.location_id if warehouse.manufacture_steps == "mrp_one_step" else warehouse.lot_stock_id
        return Waiting(move.id, move.product_id.id, source.id, self._som_ticks(move), moment(production.date_start),
                       moment(production.date_start), 0, move.priority or "0")

    @api.model
    def _som_stored_at(self, production):
        """Where those who want what is made find it: also where it is stored in a further step."""
        if production.picking_type_id.warehouse_id.manufacture_steps == "pbm_sam":
            return production.picking_type_id.warehouse_id.lot_stock_id
        return production.location_dest_id

    @api.model
    def _som_ticks(self, move):
        return round(move.product_qty * self.env["som.allocation.snapshot"]._som_scale())
