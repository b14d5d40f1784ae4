"""Which restrictions keep what from whom: found for thousands of lines in memory."""
from collections import defaultdict
from typing import NamedTuple


class Buyer(NamedTuple):
    """To whom an order sells, by ids; ``None`` where it says nothing."""

    customer: int | None
    country: int | None
    channel: int | None


class Restriction(NamedTuple):
    """By ids; ``None`` and empty sets mean any."""

    id: int
    reason: str
    variant: int | None = None
    template: int | None = None
    category: int | None = None
    customers: frozenset = frozenset()
    countries: frozenset = frozenset()
    channels: frozenset = frozenset()

    @property
    def key(self):
        """The narrowest of what it restricts."""
        return next((kind, self[position]) for position, kind in enumerate(self._fields)
                    if kind in ("variant", "template", "category") and self[position])

    def about(self, buyer):
        """What of a buyer it looks at, with the others ``None``."""
        return Buyer(*(value if wanted else None for value, wanted in zip(buyer, self[-3:], strict=True)))

    def restricts(self, goods, buyer):
        return (
            self.variant in (None, goods.variant) and self.template in (None, goods.template)
            and (self.category is None or self.category in goods.categories)
            and all(not wanted or value in wanted for value, wanted in zip(buyer, self[-3:], strict=True)))


class Restrictions:
    """Many of them, filed by product and customer: of thousands, a line is held against the few that may matter."""

    def __init__(self, restrictions):
        self._filed = defaultdict(list)
        for restriction in restrictions:
            for customer in restriction.customers or (None,):
                self._filed[(*restriction.key, customer)].append(restriction)

    def __bool__(self):
        return bool(self._filed)

    def of(self, goods, buyer):
        """Those that keep some goods from a buyer, in the order in which they were given for each product.

        :return list: of :class:`Restriction`
        """
        customers = (None,) if buyer.customer is None else (None, buyer.customer)
        return [restriction for key in goods.aims for customer in customers
                for restriction in self._filed.get((*key, customer), ()) if restriction.restricts(goods, buyer)]


def restrictions_of(batch):
    """What is restricted today in the company of a batch."""
    records = batch.env["som.product.restriction"].search([
        ("active", "=", True), ("company_id", "in", (False, batch.company.id)),
        "|", ("date_from", "=", False), ("date_from", "<=", batch.today),
        "|", ("date_to", "=", False), ("date_to", ">=", batch.today)])
    return Restrictions(Restriction(
        record.id, record.name, record.product_id.id or None, record.product_tmpl_id.id or None,
        record.categ_id.id or None, frozenset(record.partner_ids.commercial_partner_id.ids),
        frozenset(record.country_ids.ids), frozenset(record.channel_ids.ids)) for record in records)


def buyer_of(order):
    """:param order: ``sale.order`` record"""
    return Buyer(
        order.partner_id.commercial_partner_id.id or None, order.partner_shipping_id.country_id.id or None,
        order.som_channel_id.id or None)
