"""How much of an order's prices is left after its discounts."""
from functools import cached_property


class Discounts:
    """Discount lines of the orders of a batch: what they take off the other lines.

    Amounts are untaxed, in the order's currency.
    """

    def __init__(self, batch):
        self.batch = batch
        self._found = {}
        self.by_hand_product = batch.company.sale_discount_product_id

    @cached_property
    def _totals(self):
        """Order id → amount of the goods and services, of discounts given by hand, of all discounts (negative)."""
        totals = {order.id: [0.0, 0.0, 0.0] for order in self.batch.orders}
        for line in self.batch.lines:
            total = totals[line.order_id.id]
            if not self.is_discount(line):
                total[0] += line.price_subtotal
                continue
            total[2] += line.price_subtotal
            if self._is_by_hand(line):
                total[1] += line.price_subtotal
        return totals

    def is_discount(self, line):
        """Whether the line takes something off the others: by hand or by a promotion."""
        if line.id not in self._found:
            self._found[line.id] = line._is_discount_line() or bool(line._is_global_discount())
        return self._found[line.id]

    def _is_by_hand(self, line):
        return bool(line._is_global_discount()) or line.product_id in self.by_hand_product

    def has_any(self, order, *, by_hand=False):
        return bool(self._totals[order.id][1 if by_hand else 2])

    def left(self, order, *, by_hand=False):
        """The part of its lines' prices that the order's discount lines leave: 0.9 after 10 %.

        :param bool by_hand: look only at discounts that a person gave
        """
        amount, given, every = self._totals[order.id]
        if amount <= 0:
            return 1.0
        return max(1 + (given if by_hand else every) / amount, 0.0)

    @staticmethod
    def by_seller(line, listed):
        """Percent that the salesperson takes off the price that the pricelist leaves.

        :param float listed: percent of discount on the line by the pricelist
        """
        if listed >= 100:
            return 0.0
        return (1 - (100 - line.discount) / (100 - listed)) * 100

    def by_seller_on(self, order, prices):
        """Percent that the salesperson takes off the whole order, by discounts on lines and on the order."""
        listed = sold = 0.0
        for line in order.order_line & self.batch.entered:
            if self.is_discount(line):
                sold += line.price_subtotal if self._is_by_hand(line) else 0.0
                continue
            full = line.price_unit * line.product_uom_qty
            sold += line.price_subtotal
            # untaxed like the amount sold, where it is known
            untaxed = line.price_subtotal / (1 - line.discount / 100) if line.discount < 100 else full
            listed += untaxed * (1 - prices.discount(line) / 100 if line.discount else 1)
        return (1 - sold / listed) * 100 if listed > 0 else 0.0
