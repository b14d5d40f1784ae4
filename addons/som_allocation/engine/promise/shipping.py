"""From goods that are ready to the day they are with the customer, and back.

Goods that are ready before a cut-off leave with it; a place that has none ships at once. Preparing them takes
its time first. Transit counts in the days on which the carrier delivers.
"""
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

DAY = 86_400 * 1_000_000  #: microseconds


@dataclass(frozen=True, slots=True)
class Route:
    """How goods get from a warehouse to a customer.

    ``cutoffs`` and ``deliveries`` are the moments, in order, at which the warehouse ships and the carrier delivers, as
    far ahead as anybody has looked. Beyond them, and where there are none, every moment is as good.
    """

    handling: int = 0  #: microseconds from ready to packed
    cutoffs: tuple[int, ...] = ()
    transit: int = 0  #: days
    deliveries: tuple[int, ...] = ()

    def leaves(self, ready):
        """When goods leave that are ready at a moment."""
        packed = ready + self.handling
        at = bisect_left(self.cutoffs, packed)
        return self.cutoffs[at] if at < len(self.cutoffs) else packed

    def arrives(self, ready):
        """When goods are with the customer that are ready at a moment. Never earlier for a later one."""
        left = self.leaves(ready)
        whole = left + self.transit * DAY
        if not self.deliveries or not self.transit:
            return whole
        at = bisect_right(self.deliveries, left) + self.transit - 1
        return max(self.deliveries[at], left) if at < len(self.deliveries) else max(whole, self.deliveries[-1])

    def ready_by(self, wanted):
        """The latest moment at which goods must be ready to be with the customer at a moment.

        ``arrives(ready_by(wanted)) <= wanted``, and nothing later would do. None: it is too soon for anything known.
        """
        first = min([*self.cutoffs[:1], *self.deliveries[:1], wanted - self.transit * DAY]) - self.handling - 1
        if self.arrives(first) > wanted:
            return None
        return bisect_right(_Arrivals(self, first), wanted, hi=wanted - first + 1) + first - 1


class _Arrivals:
    """When goods arrive that are ready at each moment from a first one on, as a sorted list of any length."""

    def __init__(self, route, first):
        self._route = route
        self._first = first

    def __getitem__(self, moment):
        return self._route.arrives(self._first + moment)
