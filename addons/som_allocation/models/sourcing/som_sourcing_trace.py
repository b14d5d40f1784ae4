from odoo import api, fields, models
from odoo.tools import format_amount, formatLang

from ..promise.moments import when


class SomSourcing(models.AbstractModel):
    """Why these warehouses: as plain values that can be kept, and as a page to look at."""

    _inherit = "som.sourcing"

    @api.model
    def _som_trace(self, mine, attempt, plan, gave_way=()):
        order, candidates, arrivals = plan.order, attempt.candidates, plan.arrivals
        scale = self.env["som.allocation.snapshot"]._som_scale()
        chosen = {place for shares in plan.ways.values() for place in shares}
        names = {candidate.place: candidate.name for candidate in candidates}
        ships = {place.shipper for place in chosen}
        ordered = sorted(candidates, key=lambda one: (one.place.shipper not in ships, bool(one.removed)))
        return {
            "cost": plan.cost, "exact": plan.exact, "covered": plan.covered, "terms": attempt.terms.notes,
            "gave_way": list(gave_way),
            "candidates": [
                self._som_trace_candidate(order, mine, candidate, attempt.goods, candidate.place.shipper in ships)
                for candidate in ordered],
            "lines": [{
                "product": line.product_id.display_name, "unit": line.product_id.uom_id.name, "quantity": quantity,
                "missing": (round(quantity * scale) - sum(attempt.shares.get(line, {}).values())) / scale,
                "from": [{"warehouse": names.get(place) or self._som_place_name(place), "quantity": amount,
                          "date": (line, place) in arrivals and str(when(arrivals[line, place]))}
                         for place, amount in plan.ways[line].items()],
            } for line, quantity in mine.items()]}

    @api.model
    def _som_trace_candidate(self, order, mine, candidate, goods, chosen):
        wanted = had = 0
        for product, (ticks, _line) in self._som_totals(mine).items():
            found = [one.quantity for one in goods.get((order, product, candidate.place), ()) if not one.origin]
            wanted += 1
            if found and product.id not in candidate.refused:
                had += min(1, 1 if None in found else sum(found) / (ticks or 1))
        refused = [product.display_name for product in self.env["product.product"].browse(candidate.refused)]
        return {
            "id": candidate.warehouse.id, "warehouse": candidate.name, "chosen": chosen,
            "removed": candidate.removed, "km": candidate.km and round(candidate.km, 3),
            "covers": round(100 * had / (wanted or 1)), "notes": candidate.notes, "refused": refused,
            "gave_way": candidate.gave_way,
            "costs": [[name, round(cost, 3)] for name, cost in candidate.shipment.items()],
            "line_costs": [[name, round(cost, 3)] for name, cost in candidate.lines.items()]}

    @api.model
    def _som_place_name(self, place):
        origins = place.routes.supplier_wh_id
        return self.env._(
            "%(warehouse)s (through it from %(origin)s)", warehouse=place.warehouse.name,
            origin=", ".join(origins.mapped("name"))) if origins else place.warehouse.name

    @api.model
    def _som_show(self, company, trace):
        """A trace as a page, in the user's language."""
        if not trace:
            return False
        currency = company.currency_id
        return self.env["ir.qweb"]._render("som_allocation.sourcing_trace", {
            "trace": trace, "day": lambda date: company._som_day_text(fields.Datetime.to_datetime(date)),
            "money": lambda amount: format_amount(self.env, amount, currency),
            "figure": lambda number: formatLang(self.env, number, digits=0 if number == int(number) else 2)})
