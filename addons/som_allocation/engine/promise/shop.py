"""The time of work centers, taken by those who have something made."""
from bisect import bisect_right
from contextlib import contextmanager


class Shop:
    """What is left of the time of work centers."""

    def __init__(self, centers):
        self._free = {center.id: list(center.free) for center in centers}
        self._known_until = {center.id: center.free[-1][1] for center in centers if center.free}
        self._kept = None

    @contextmanager
    def trying(self):
        """What is taken meanwhile is put back in the end."""
        before, self._kept = self._kept, {}
        try:
            yield
        finally:
            self._free.update(self._kept)
            self._kept = before

    def work(self, steps, quantity, ready):
        """Take the first time there is for some steps, one after the other; work may be interrupted.

        :return: the moment at which the last is through
        """
        for step in steps:
            ready = self._take(step.center, step.work(quantity), ready)
        return ready

    def _take(self, center, work, ready):
        free = self._free.get(center, ())
        if self._kept is not None and center in self._free and center not in self._kept:
            self._kept[center] = list(free)
        at = max(bisect_right(free, (ready, ready)) - 1, 0)
        while work > 0 and at < len(free):
            start, end = free[at]
            begin = max(start, ready)
            if begin >= end:
                at += 1
                continue
            ready = begin + min(work, end - begin)
            work -= ready - begin
            left = [piece for piece in ((start, begin), (ready, end)) if piece[0] < piece[1]]
            free[at:at + 1] = left
            at += start < begin
        return max(ready, self._known_until.get(center, ready)) + work if work > 0 else ready
