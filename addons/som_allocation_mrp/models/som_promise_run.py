from datetime import timedelta
from typing import NamedTuple

from odoo import api, models

from odoo.addons.som_allocation.engine.promise.values import Batch, Run
from odoo.addons.som_allocation.models.promise.moments import moment


class Row(NamedTuple):
    """A manufacturing order under way."""

    finished: object  #: its open moves that bring goods
    wants: object  #: moves that take goods from stock for it
    comes: object  #: moves that bring goods for it alone
    after: object  #: manufacturing orders that work for it alone
    components: object  #: ``product.product``


class SomPromise(models.AbstractModel):
    """Manufacturing orders that are under way: they end when their components allow it.

    Drafts are no orders yet, but where somebody waits for one of them alone: then that is planned.
    """

    _inherit = "som.promise"

    @api.model
    def _som_read_level_runs(self, company, products):
        """The manufacturing orders that bring some products: ``mrp.production`` → ``Row``."""
        finished = self.env["stock.move"].sudo().search([
            ("production_id", "!=", False), ("product_id", "in", products.ids), ("company_id", "=", company.id),
            "|", ("state", "in", ("waiting", "confirmed", "partially_available", "assigned")),
            "&", ("state", "=", "draft"), ("move_dest_ids", "!=", False)])
        return {production: self._som_run_row(production, moves)
                for production, moves in finished.grouped("production_id").items()}

    @api.model
    def _som_run_row(self, production, finished):
        wants = comes = self.env["stock.move"].sudo()
        after = self.env["mrp.production"].sudo()
        walk = production.move_raw_ids.filtered(lambda move: move._som_is_open() and move.product_id.is_storable)
        components, seen = walk.product_id, walk
        wants |= walk
        while walk:
            walk = walk.move_orig_ids.filtered(lambda move: move._som_is_awaited()) - seen
            seen |= walk
            made = walk.filtered("production_id")
            after |= made.production_id
            inside = (walk - made).filtered(lambda move: move.location_id.usage in ("internal", "transit"))
            wants |= inside
            comes |= walk - made - inside
            walk = inside
        return Row(finished, wants, comes, after, components)

    @api.model
    def _som_runs(self, company, rows, as_of):
        now = moment(as_of)
        late = moment(as_of + timedelta(days=company.som_promise_overdue_days))
        for production, row in sorted(rows.items(), key=lambda item: item[0].id):
            start = moment(production.date_start)
            yield Run(
                production.id, production.product_id.id, tuple(row.finished.ids), start,
                max(moment(production.date_finished or production.date_start), start), wants=tuple(row.wants.ids),
                comes=tuple(Batch(move.id, move.product_id.id, 0, 0, moment(move.date) if moment(move.date) > now
                                  else late) for move in row.comes),
                after=tuple(row.after.ids))
