from datetime import timedelta

from odoo import api, models

from odoo.addons.som_allocation.engine.promise.values import Part
from odoo.addons.som_allocation.models.promise.moments import moment, when

from .som_promise import Coming, Delivery


class SomPromise(models.AbstractModel):
    """What vendors were asked for, and when they deliver it."""

    _inherit = "som.promise"

    @api.model
    def _som_read_deliveries(self, company, lines, as_of):
        """What is on its way from vendors to the customers of confirmed lines.

        A fixed number of queries, however many lines.
        """
        coming = Coming()
        # sudo: who sells need not be allowed to read purchases, and transfers
        confirmed = lines.filtered(lambda line: line.state == "sale").sudo()
        late = as_of + timedelta(days=company.som_promise_overdue_days)
        for line in confirmed:
            found = [self._som_asked_delivery(line, asked, company, as_of) for asked in line.purchase_line_ids
                     if asked._som_is_asked() and asked.product_qty > 0]
            found += [self._som_ordered_delivery(line, move, as_of, late) for move in line.move_ids
                      if move._som_is_open() and move._is_dropshipped()]
            if found:
                coming[line] = found
        return coming

    @api.model
    def _som_asked_delivery(self, line, asked, company, as_of):
        """Whoever was only asked delivers when he was asked to, but not before his lead time if it is ordered now."""
        quantity, vendor, now = asked._som_in_product_unit(), asked.order_id.partner_id, moment(as_of)
        offer = asked.product_id._som_offer_of(vendor, quantity, company, self._som_vendor_today(company, now))
        soonest = as_of + timedelta(days=offer.days if offer else 0)
        scale = self.env["som.allocation.snapshot"]._som_scale()
        date = max(asked.date_planned or soonest, soonest)
        return Delivery(line._som_place_of(vendor),
                        Part(round(quantity * scale), moment(date), refill=asked.product_id.id))

    @api.model
    def _som_ordered_delivery(self, line, move, as_of, late):
        """What was ordered comes when its transfer is planned; what should have come already, as overdue receipts."""
        vendor = move._som_vendor() or move.picking_id.partner_id
        scale = self.env["som.allocation.snapshot"]._som_scale()
        date = move.date if move.date > as_of else late
        return Delivery(line._som_place_of(vendor), Part(round(move.product_qty * scale), moment(date), batch=move.id))

    @api.model
    def _som_vendor_today(self, company, now):
        return self.env["som.sourcing"]._som_today(company, when(now))
