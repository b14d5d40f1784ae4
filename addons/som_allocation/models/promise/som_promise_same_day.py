from dataclasses import replace
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, models

from ...engine.promise.shipping import DAY
from .moments import when


class SomPromise(models.AbstractModel):
    """Promises are days, and Odoo plans what is ordered for noon.

    What is planned for the day on which more could be had at the earliest is as good as that: else the same would be
    ordered, or made, once more for the sake of some hours.
    """

    _inherit = "som.promise"

    @api.model
    def _som_read(self, company, products, asked, as_of):
        read = super()._som_read(company, products, asked, as_of)
        soonest = {}
        for product, moment in [*((recipe.product, recipe.start + recipe.lead) for recipe in read.making.recipes),
                                *((refill.product, refill.date) for refill in read.refills)]:
            soonest[product] = min(moment, soonest.get(product, moment))
        zone = ZoneInfo(company.partner_id.tz or "UTC")

        def hours(product, planned):
            """By how much what is planned comes later on the day."""
            late = planned - soonest.get(product, planned)
            return late if 0 < late < DAY and self._som_day(planned, zone) == self._som_day(
                planned - late, zone) else 0
        runs = tuple(replace(run, start=run.start - late, finish=run.finish - late) for run in read.making.runs
                     for late in [hours(run.product, run.finish)])
        return read._replace(
            making=read.making._replace(runs=runs),
            batches=[replace(batch, date=batch.date - late) if late else batch for batch in read.batches
                     for late in [hours(batch.product, batch.date)]])

    @api.model
    def _som_day(self, moment, zone):
        return when(moment).replace(tzinfo=UTC).astimezone(zone).date()
