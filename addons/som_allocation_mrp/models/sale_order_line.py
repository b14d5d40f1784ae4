from odoo import api, models

from odoo.addons.som_allocation.models.promise.moments import when


class SaleOrderLine(models.Model):
    """A change in production moves the promises that wait for it, and says so."""

    _inherit = "sale.order.line"

    @api.model
    def _som_look_in_batches(self, products):
        """What goes into products moves those, too."""
        return super()._som_look_in_batches(products.sudo()._som_made_into())  # sudo: as the scheduled action

    def _som_is_kit(self):
        return super()._som_is_kit() or self.product_id.is_kits

    def _som_why(self, promise):
        cause, document = super()._som_why(promise)
        part = promise.parts[-1] if promise.parts else None
        if promise.date is None:
            part = next((part for part in promise.parts if part.waits), None)
        if part is None or not (part.recipe or part.waits):
            return cause, document
        late, move = part.waits, self.env["stock.move"].sudo().browse(part.batch)  # sudo: see where promises are made
        made = self.env["sale.order"]._som_document_name(move) if move else self.env._("production")
        if not late:
            return self.env._("It has to be produced"), None
        return self.env._(
            "%(production)s waits for %(component)s: %(reason)s", production=made,
            **self._som_late_text(late)), move or document

    def _som_late_text(self, late):
        """The component at the end of what waits for each other, and why it is late."""
        while late.part and late.part.waits:
            late = late.part.waits
        part = late.part
        if part is None:
            reason = self.env._("nobody knows of any")
        elif part.batch:
            move = self.env["stock.move"].sudo().browse(part.batch)  # sudo: as above
            reason = self.env._(
                "%(document)s is planned for %(date)s", document=self.env["sale.order"]._som_document_name(move),
                date=self.company_id._som_day_text(move.date))
        elif part.refill:
            reason = self.env._("it has to be ordered from the vendor, and comes on %s",
                                self.company_id._som_day_text(when(part.date)))
        else:
            reason = self.env._("it has to be produced")
        product = self.env["product.product"].sudo().browse(late.product)  # sudo: as above
        return {"component": product.display_name, "reason": reason}
