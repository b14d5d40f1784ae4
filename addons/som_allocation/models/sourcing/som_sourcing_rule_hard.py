from odoo import models


class SomSourcingRule(models.Model):
    """Rules that must be kept: what they remove, and the words for it."""

    _inherit = "som.sourcing.rule"

    def _som_apply_off(self, order, candidate, facts):
        if (not self.date_from or self.date_from <= facts.as_of) and (
                not self.date_until or facts.as_of < self.date_until):
            until = self.company_id._som_day_text(self.date_until)
            candidate.removed = self.env._("%(rule)s (until %(date)s)", rule=self.name, date=until) if until else self.name

    def _som_apply_carrier(self, order, candidate, facts):
        """The order's carrier, or any where it has none, has to serve the address from there."""
        wanted = order._som_promise_carrier()
        carriers = self.carrier_ids & wanted if wanted else self.carrier_ids
        if not any(carrier._match_address(order.partner_shipping_id) for carrier in carriers):
            candidate.removed = self.env._(
                "%(rule)s: %(carriers)s cannot serve this order", rule=self.name,
                carriers=", ".join(self.carrier_ids.mapped("name")))

    def _som_apply_distance(self, order, candidate, facts):
        """Where nobody knows the distance nobody knows that it is too great."""
        if candidate.km is not None and candidate.km > self.kilometres:
            candidate.removed = self.env._(
                "%(rule)s: %(far).0f km, at most %(most).0f", rule=self.name, far=candidate.km, most=self.kilometres)

    def _som_apply_capacity(self, order, candidate, facts):
        orders, lines = facts.load.get(candidate.warehouse.id, (0, 0))
        used = orders if self.measure == "orders" else lines
        if used >= self.number:
            candidate.removed = self.env._(
                "%(rule)s: %(used)s of %(most)s ship today", rule=self.name, used=used, most=self.number)
        elif self.measure == "lines":
            room = self.number - used
            candidate.room = room if candidate.room is None else min(room, candidate.room)

    def _som_apply_minimum(self, order, candidate, facts):
        """Goods are read without what a warehouse keeps: see there."""

    # rules of the order as a whole

    def _som_term_sites(self, order, terms, facts):
        terms.most = self.number if terms.most is None else min(terms.most, self.number)
        terms.notes.append(self.name)

    def _som_term_together(self, order, terms, facts):
        """Orders below an amount come from one warehouse; so do all, where it is for products, each of these."""
        if self.product_domain:
            whole = self._som_products(order.order_line.product_id)
            terms.whole |= whole
            if whole:
                terms.notes.append(self.name)
            return
        worth = order.currency_id._convert(order.amount_total, self.currency_id, self.company_id, facts.today)
        if not self.amount or self.currency_id.compare_amounts(worth, self.amount) < 0:
            terms.most = 1
            terms.notes.append(self.name)
