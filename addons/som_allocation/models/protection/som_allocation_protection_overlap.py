from itertools import chain

from odoo import api, fields, models


class SomAllocationProtection(models.Model):
    """Says where protections stand on each other: both hold, and what they protect adds up."""

    _inherit = "som.allocation.protection"

    overlap_ids = fields.Many2many("som.allocation.protection", compute="_compute_overlap_ids", string="Overlaps With")

    @api.depends("active", "company_id", "product_id", "categ_id", "warehouse_id", "location_id", "channel_ids",
                 "tier_ids", "date_from", "date_to")
    def _compute_overlap_ids(self):
        others = self.search([("company_id", "in", self.company_id.ids)])
        for protection in self:
            protection.overlap_ids = (others - protection._origin).filtered(protection._som_overlaps)

    def _som_overlaps(self, other):
        """Whether both protect the same goods for the same people at the same time."""
        return (self.active and self.company_id == other.company_id and self._som_same_days(other)
                and self._som_same_place(other) and self._som_same_goods(other)
                and bool(self.channel_ids._origin & other.channel_ids or self.tier_ids._origin & other.tier_ids))

    def _som_same_days(self, other):
        return (not self.date_to or not other.date_from or other.date_from <= self.date_to) and (
            not other.date_to or not self.date_from or self.date_from <= other.date_to)

    def _som_same_place(self, other):
        here, there = (each.location_id or each.warehouse_id.lot_stock_id for each in (self, other))
        return not here or not there or _nested(here, there)

    def _som_same_goods(self, other):
        if self.product_id or other.product_id:
            return self._som_includes(other.product_id) if other.product_id else other._som_includes(self.product_id)
        return _nested(self.categ_id, other.categ_id)

    def _som_includes(self, product):
        if self.product_id:
            return self.product_id._origin == product._origin
        return bool(product.categ_id) and (product.categ_id.parent_path or "").startswith(
            self.categ_id.parent_path or "?")


def _nested(one, other):
    """Whether one of two records of a tree is the other, or lies in it."""
    paths = [record.parent_path or "" for record in chain(one, other)]
    return len(paths) == 2 and all(paths) and (paths[0].startswith(paths[1]) or paths[1].startswith(paths[0]))
