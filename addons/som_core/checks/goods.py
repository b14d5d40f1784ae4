"""A product as rules see it: itself, its template, its categories."""
from typing import NamedTuple


class Goods(NamedTuple):
    """A product, by ids; ``categories`` are its own and those above."""

    variant: int
    template: int
    categories: frozenset

    @property
    def aims(self):
        """What a rule may name to be about it, the narrowest first: pairs of what kind it is and its id."""
        return [("variant", self.variant), ("template", self.template),
                *(("category", category) for category in sorted(self.categories))]


def goods_of(product):
    """:param product: ``product.product`` record"""
    return Goods(product.id, product.product_tmpl_id.id, frozenset(
        int(category) for category in (product.categ_id.parent_path or "").split("/") if category))
