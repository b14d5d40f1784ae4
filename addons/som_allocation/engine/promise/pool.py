"""Goods in order of date, drawn on by those who want them."""
from bisect import bisect_left
from collections import defaultdict
from contextlib import contextmanager


class Pool:
    """What is left of batches. Each is passed by once it is empty, however many draw on it."""

    def __init__(self, batches, places):
        """:param places: ``engine.places.Places``"""
        self._places = places
        self.batches = sorted(batches, key=lambda batch: (batch.date, batch.location, batch.id))
        self.left = [batch.quantity for batch in self.batches]
        self._by_product = defaultdict(list)
        for place, batch in enumerate(self.batches):
            if batch.quantity > 0:
                self._by_product[batch.product].append(place)
        self._walks = {}
        self._tried = None

    @contextmanager
    def trying(self):
        """What is taken meanwhile is put back in the end."""
        before, self._tried = self._tried, []
        try:
            yield
        finally:
            for number, ticks in self._tried:
                self.left[number] += ticks
            self._tried = before

    def take(self, want, last=None):
        """Draw on what is left: first on what is there in time, the latest before the earlier; then, as it comes.

        :param int last: goods that come later than this moment are left alone
        :return: list of (batch, ticks)
        """
        early, late = self._walk(want)
        taken = self._draw(early, early.after(-want.need), want.quantity, None)
        rest = want.quantity - sum(ticks for _batch, ticks in taken)
        return taken + self._draw(late, late.after(want.need + 1), rest, last)

    def ahead(self, want):
        """What is left for a want beyond its need, as it comes: an iterator of (moment, ticks). Nothing is taken."""
        _early, late = self._walk(want)
        at = late.after(want.need + 1)
        while (at := late.next(at, self.left, self._tried is None)) is not None:
            number = late.numbers[at]
            yield self.batches[number].date, self.left[number]
            at += 1

    def _draw(self, walk, at, quantity, last):
        taken = []
        while quantity > 0 and (at := walk.next(at, self.left, self._tried is None)) is not None:
            number = walk.numbers[at]
            if last is not None and self.batches[number].date > last:
                break
            ticks = min(quantity, self.left[number])
            self.left[number] -= ticks
            if self._tried is not None:
                self._tried.append((number, ticks))
            quantity -= ticks
            taken.append((self.batches[number], ticks))
        return taken

    def _walk(self, want):
        """Both ways along the batches that a want may draw on; what is kept for it comes before what is for anybody."""
        key = want.product, want.source, want.may_use
        if key not in self._walks:
            numbers = [number for number in self._by_product[want.product] if self._serves(self.batches[number], want)]
            self._walks[key] = (self._sorted(numbers, -1), self._sorted(numbers, 1))
        return self._walks[key]

    def _serves(self, batch, want):
        return (not batch.protection or batch.protection in want.may_use) and self._places.inside(
            batch.location, want.source)

    def _sorted(self, numbers, sign):
        found = sorted(
            (sign * self.batches[number].date, not self.batches[number].protection, number) for number in numbers)
        return _Walk([date for date, _free, _number in found], [number for *_key, number in found])


class _Walk:
    """Batches in the order in which they are drawn on; the empty ones are skipped, each once (path halving)."""

    def __init__(self, dates, numbers):
        self._dates = dates
        self.numbers = numbers
        self._next = list(range(len(numbers) + 1))

    def after(self, date):
        """Where those begin that are not before a date."""
        return bisect_left(self._dates, date)

    def next(self, at, left, for_good):
        """The first at or after a place that is not empty; None: there is none.

        :param bool for_good: what is empty stays so
        """
        ahead, numbers = self._next, self.numbers
        while True:
            while ahead[at] != at:
                ahead[at] = ahead[ahead[at]]
                at = ahead[at]
            if at == len(numbers):
                return None
            if left[numbers[at]] > 0:
                return at
            if for_good:
                ahead[at] = at + 1
            at += 1

