from odoo import api, models


class SaleOrderLine(models.Model):
    """A change in production moves the promises that wait for it, and says so."""

    _inherit = "sale.order.line"

    @api.model
    def _som_look_in_batches(self, products):
        """What goes into products moves those, too."""
        return super()._som_look_in_batches(products.sudo()._som_made_into())  # sudo: as the scheduled action

    def _som_is_kit(self):
        return super()._som_is_kit() or self.product_id.is_kits

    @api.model
    def _som_look_at_shortages(self, company, products):
        """What is made is demand for what goes into it: its reordering rules hear of it."""
        return super()._som_look_at_shortages(company, products | products.sudo()._som_made_of())  # sudo: as above

    def _som_why(self, promise):
        cause, document = super()._som_why(promise)
        part = promise.parts[-1] if promise.parts else None
        if promise.date is None:
            part = next((part for part in promise.parts if part.waits), None)
        if part is None or part.origin or not (part.recipe or part.waits):
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
        end = self._som_late_end(late)
        product = self.env["product.product"].sudo().browse(end.product)  # sudo: as above
        return {"component": product.display_name, "reason": self._som_late_reason(end.part)}
