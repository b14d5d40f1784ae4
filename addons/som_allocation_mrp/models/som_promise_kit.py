from dataclasses import replace

from odoo import api, models

from odoo.addons.som_allocation.engine.promise.kits import Kind, complete


class SomPromise(models.AbstractModel):
    """Kits are promised by their parts, and told in kits."""

    _inherit = "som.promise"

    @api.model
    def _som_line_ready(self, line, asked, moves, ready, now):
        found = super()._som_line_ready(line, asked, moves, ready, now)
        kinds = self._som_kinds_of_kit(line, asked.get(line, ()), moves.get(line, ()), ready, now)
        if not kinds:
            return found
        scale = self.env["som.allocation.snapshot"]._som_scale()
        quantity = round(scale * line.product_uom_id._compute_quantity(
            line.product_uom_qty - line.qty_delivered, line.product_id.uom_id, round=False))
        # a kit that lacks something is none, as native code delivers them; of half a kit there may be a half
        parts, missing = complete(quantity, kinds, 1 if quantity % scale else scale)
        return replace(found, parts=parts, missing=missing if found.date is None else 0)

    @api.model
    def _som_kinds_of_kit(self, line, wants, moves, ready, now):
        """What of each part of a kit is there, and when the rest comes; nothing for lines that are no kits."""
        product = line.product_id._origin
        if all(want.product == product.id for want in wants) and all(move.product_id == product for move in moves):
            return []
        kinds = {}
        for want in wants:
            self._som_add_kind(kinds, want.product, want.quantity, ready[want.id].parts, want.quantity)
        scale = self.env["som.allocation.snapshot"]._som_scale()
        for move in moves:
            takes = round(move.product_qty * scale)
            origins = move.move_orig_ids.filtered(lambda origin: origin._som_is_awaited())
            if move.id in ready:
                parts = ready[move.id].parts
                lacks = ready[move.id].missing + sum(part.quantity for part in parts)
            else:
                # it waits for the last of what is bound for it
                lacks = takes - round(move.product_uom._compute_quantity(
                    move.quantity, move.product_id.uom_id, round=False) * scale) if origins else 0
                fed = [self._som_fed(origin, ready, now) for origin in origins]
                parts = () if None in [part.date for part in fed] else tuple(
                    replace(part, quantity=lacks) for part in sorted(fed, key=lambda part: part.date)[-1:])
            self._som_add_kind(kinds, move.product_id.id, takes, parts, lacks)
        return [kinds[product] for product in sorted(kinds)]

    @api.model
    def _som_add_kind(self, kinds, product, takes, parts, lacks):
        before = kinds.get(product, Kind(0, 0, ()))
        kinds[product] = Kind(before.takes + takes, before.had + takes - lacks, (*before.parts, *parts))

    @api.model
    def _som_tell_line(self, line, promise, sources):
        """Native availability is not shown for kits: Odoo forecasts products. Their promise is."""
        told = super()._som_tell_line(line, promise, sources)
        return {**told, "kit": True} if line.product_id.is_kits else told
