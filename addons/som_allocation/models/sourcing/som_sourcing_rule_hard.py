from odoo import models


class SomSourcingRule(models.Model):
    """Rules that must be kept: what they remove, and the words for it."""

    _inherit = "som.sourcing.rule"

    def _som_apply_off(self, case):
        if (not self.date_from or self.date_from <= case.facts.as_of) and (
                not self.date_until or case.facts.as_of < self.date_until):
            case.candidate.off = True
            until = self.company_id._som_day_text(self.date_until)
            case.candidate.removed = self.name if not until else self.env._(
                "%(rule)s (until %(date)s)", rule=self.name, date=until)

    def _som_apply_carrier(self, case):
        """The order's carrier, or any where it has none, has to serve the address from there."""
        wanted = case.order._som_promise_carrier()
        carriers = self.carrier_ids & wanted if wanted else self.carrier_ids
        if not any(carrier._match_address(case.order.partner_shipping_id) for carrier in carriers):
            case.candidate.removed = self.env._(
                "%(rule)s: %(carriers)s cannot serve this order", rule=self.name,
                carriers=", ".join(self.carrier_ids.mapped("name")))

    def _som_apply_distance(self, case):
        """Where nobody knows the distance nobody knows that it is too great."""
        if case.candidate.km is not None and case.candidate.km > self.kilometres:
            case.candidate.removed = self.env._(
                "%(rule)s: %(far).0f km, at most %(most).0f", rule=self.name, far=case.candidate.km,
                most=self.kilometres)

    def _som_apply_capacity(self, case):
        orders, lines = case.facts.load.get(case.candidate.place.shipper, (0, 0))
        used = orders if self.measure == "orders" else lines
        if used >= self.number:
            case.candidate.removed = self.env._(
                "%(rule)s: %(used)s of %(most)s ship today", rule=self.name, used=used, most=self.number)
        elif self.measure == "lines":
            room = self.number - used
            case.candidate.room = room if case.candidate.room is None else min(room, case.candidate.room)

    # rules of the order as a whole

    def _som_term_sites(self, case):
        case.terms.most = self.number if case.terms.most is None else min(case.terms.most, self.number)
        case.terms.notes.append(self.name)

    def _som_term_together(self, case):
        """Orders below an amount come from one warehouse; so do all, where it is for products, each of these."""
        if self.product_domain:
            whole = self._som_products(case.order.order_line.product_id)
            case.terms.whole |= whole
            if whole:
                case.terms.notes.append(self.name)
            return
        order = case.order
        worth = order.currency_id._convert(order.amount_total, self.currency_id, self.company_id, case.facts.today)
        if not self.amount or self.currency_id.compare_amounts(worth, self.amount) < 0:
            case.terms.most = 1
            case.terms.notes.append(self.name)
