from odoo import api, models
from odoo.tools import formatLang

from .moments import when


class SomPromise(models.AbstractModel):
    """Promises in words, for the people who give them."""

    _inherit = "som.promise"

    @api.model
    def _som_tell(self, promises):
        """What the availability of a line shows, in the user's language.

        :param dict promises: line → ``Promise``
        :return: dict: line → mapping with ``date``, ``wanted``, ``late`` (it cannot be there when it is wanted, or was
            promised), ``missing``, and ``parts``: mappings with ``quantity``, ``date`` and ``source``
        """
        # sudo: the name of a receipt is no secret to who is told that goods come with it; read once for all lines
        moves = self.env["stock.move"].sudo().browse(
            {part.batch for promise in promises.values() for part in promise.parts if part.batch})
        sources = {move.id: self.env["sale.order"]._som_document_name(move) for move in moves}
        sources |= {("origin", part.origin): self.env._("to be brought from %s", self._som_origin_name(part))
                    for promise in promises.values() for part in promise.parts if part.origin}
        return {line: self._som_tell_line(line, promise, sources) for line, promise in promises.items()}

    @api.model
    def _som_tell_line(self, line, promise, sources):
        order, day = line.order_id, line.company_id.sudo()._som_day_text  # sudo: where the company is, is no secret
        wanted = line.som_promised_date or order.commitment_date or order.som_requested_date
        return {
            "date": day(promise.date),
            "wanted": day(wanted),
            "late": not promise.date or bool(wanted and promise.date > wanted),
            "missing": self._som_amount(line, promise.missing) if promise.missing else False,
            "parts": [self._som_tell_part(line, part, sources) for part in promise.parts if part.quantity],
        }

    @api.model
    def _som_tell_part(self, line, part, sources):
        if part.origin:
            source = sources["origin", part.origin]
        elif part.refill:
            source = self.env._("vendor, still to be ordered")
        elif part.recipe:
            source = self.env._("to be produced")
        else:
            source = sources[part.batch] if part.batch else self.env._("in stock")
        scale = self.env["som.allocation.snapshot"]._som_scale()
        return {"quantity": self._som_amount(line, part.quantity / scale), "source": source,
                "date": line.company_id.sudo()._som_day_text(when(part.date))}

    @api.model
    def _som_origin_name(self, part):
        """The warehouse that a part comes from."""
        place = self.env["stock.location"].sudo().browse(part.origin)  # sudo: as the name of a receipt
        return place.warehouse_id.name or place.display_name

    @api.model
    def _som_amount(self, line, quantity):
        """A quantity of the product's unit, in the line's, as people write it."""
        amount = line.product_id.uom_id._compute_quantity(quantity, line.product_uom_id, round=False)
        whole = abs(amount - round(amount)) < 0.005
        return f"{formatLang(self.env, amount, digits=0 if whole else 2)} {line.product_uom_id.name}"
