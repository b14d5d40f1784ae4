from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ...engine.promise.values import Batch, Refill, Want
from .moments import moment
from .som_promise import NOWHERE


class SomPromise(models.AbstractModel):
    """What there is, what is on its way, and what could be had beyond it."""

    _inherit = "som.promise"

    @api.model
    def _som_read_there(self, company, products, now):
        """What is in stock and reserved for nobody, place by place.

        :return: wants for what places lack, as they owe more than they have; and batches
        """
        overdrawn, batches = [], []
        for product, place, ticks in self.env.execute_query(SQL(
                """SELECT q.product_id, q.location_id,
                          SUM(ROUND(((q.quantity - q.reserved_quantity) * %s)::numeric))::bigint
                     FROM stock_quant q
                     JOIN stock_location a ON a.id = q.location_id
                    WHERE q.product_id = ANY(%s) AND a.usage = 'internal' AND q.company_id = %s
                    GROUP BY q.product_id, q.location_id
                    ORDER BY q.product_id, q.location_id""",
                self.env["som.allocation.snapshot"]._som_scale(), products, company.id)):
            if ticks > 0:
                batches.append(Batch(0, product, place, ticks, now))
            elif ticks < 0:
                overdrawn.append(Want(("owes", product, place), product, place, -ticks, now))
        return overdrawn, batches

    @api.model
    def _som_read_coming(self, company, products, now):
        """What open moves bring into stock, when they are planned; what is overdue, later by the company's margin.

        Goods that customers send back do not count: nobody knows whether they can be sold. What comes in several
        steps counts where it is bound for, once.
        """
        late = now + company.som_promise_overdue_days * timedelta(days=1) // timedelta(microseconds=1)
        return [
            Batch(move, product, place, ticks, date if date > now else late)
            for move, product, place, ticks, date in self.env.execute_query(SQL(
                """SELECT m.id, m.product_id, d.id, coming.ticks, (EXTRACT(epoch FROM m.date) * 1000000)::bigint
                     FROM stock_move m
                     JOIN stock_location f ON f.id = m.location_id
                     LEFT JOIN stock_location final ON final.id = m.location_final_id AND final.usage = 'internal'
                     JOIN stock_location d ON d.id = COALESCE(final.id, m.location_dest_id)
                     JOIN product_product p ON p.id = m.product_id
                     JOIN product_template t ON t.id = p.product_tmpl_id
                    CROSS JOIN LATERAL (SELECT ROUND((m.product_qty * %(scale)s)::numeric)::bigint AS ticks) coming
                    WHERE m.product_id = ANY(%(products)s) AND m.company_id = %(company)s AND coming.ticks > 0
                      AND m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
                      AND f.usage != 'customer' AND d.usage = 'internal' AND NOT (%(about)s)
                      AND NOT EXISTS (SELECT FROM stock_move_move_rel e JOIN stock_move n ON n.id = e.move_dest_id
                                       WHERE e.move_orig_id = m.id AND n.state NOT IN ('done', 'cancel'))
                    ORDER BY m.id""",
                scale=self.env["som.allocation.snapshot"]._som_scale(), products=products, company=company.id,
                about=self._som_moves_about()))]

    @api.model
    def _som_read_refills(self, company, products, as_of):
        """What vendors deliver beyond what is on its way: any quantity, after their lead time."""
        if not company.som_promise_vendor_lead:
            return []
        return [Refill(product, product, place, moment(as_of + timedelta(days=days)))
                for (product, place), days in self._som_vendor_leads(company, products).items()]

    @api.model
    def _som_vendor_leads(self, company, products):
        """How many days it takes until vendors have delivered: those that native purchasing would choose.

        Seam: what is bought where, and what else takes its time, is known where there is purchasing.

        :param products: ids
        :return: dict: (product, location) → days; ``NOWHERE`` is for what is ordered for whoever wants it
        """
        sellers = self.env["product.supplierinfo"]
        chosen = {product: sellers._som_choose(vendors)
                  for product, vendors in sellers._som_vendors(company, products).items()}
        places = [NOWHERE, *self.env["stock.warehouse"].sudo().search_fetch(  # sudo: where a company keeps its stock
            [("company_id", "=", company.id)], ["lot_stock_id"]).lot_stock_id.ids]
        return {(product, place): vendor.delay for product, vendor in chosen.items() for place in places}
