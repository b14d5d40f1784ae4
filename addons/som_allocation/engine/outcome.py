"""What came of the past: fill rate, punctuality and value, of shipments that were played or that really happened."""
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one wish by the last day."""

    shipped: int  #: ticks
    done: int | None  #: the day on which the last of it left
    late: int  #: days after it was due, as if what is not done left on the day after the last; 0: on time


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures over the lines that were due by the last day; worth in whole 1/10,000 of the currency."""

    lines: int = 0
    lines_filled: int = 0  #: wholly shipped by the last day
    lines_on_time: int = 0
    orders: int = 0
    orders_on_time: int = 0  #: all their lines were
    late_days: int = 0  #: of all lines together
    worth: int = 0
    worth_filled: int = 0  #: shipped by the last day
    worth_late: int = 0  #: of it after it was due
    worth_unfilled: int = 0

    @property
    def fill_value(self):
        """Shipped share of what was wanted, by value; 1 where nothing was."""
        return self.worth_filled / self.worth if self.worth else 1.0

    @property
    def fill_lines(self):
        return _share(self.lines_filled, self.lines)

    @property
    def on_time_lines(self):
        return _share(self.lines_on_time, self.lines)

    @property
    def on_time_orders(self):
        return _share(self.orders_on_time, self.orders)

    @property
    def mean_late(self):
        """Days that a line was late on average, those on time counting 0."""
        return self.late_days / self.lines if self.lines else 0.0


def fates(past, shipments):
    """Wish → ``Fate``, for the wishes that were due by the last day."""
    shipped, days = Counter(), {}
    for shipment in shipments:
        shipped[shipment.wish] += shipment.quantity
        days[shipment.wish] = max(shipment.day, days.get(shipment.wish, shipment.day))
    found = {}
    for wish in _due(past):
        done = days.get(wish.id, past.first) if shipped[wish.id] >= wish.quantity else None
        earliest = past.last + 1 if done is None else done
        found[wish.id] = Fate(shipped[wish.id], done, max(earliest - wish.due, 0))
    return found


def outcome(past, shipments):
    """The figures of some shipments, played or real, within the period."""
    fate = fates(past, shipments)
    wishes = {wish.id: wish for wish in _due(past)}
    orders = defaultdict(list)
    for wish in wishes.values():
        orders[wish.order].append(fate[wish.id].late == 0)
    late = [(wishes[each.wish], each.quantity) for each in shipments
            if each.wish in wishes and each.day > wishes[each.wish].due]
    wanted = [(wish, wish.quantity) for wish in wishes.values()]
    filled = [(wish, min(fate[wish.id].shipped, wish.quantity)) for wish in wishes.values()]
    worth, worth_filled = _worth(past, wanted), _worth(past, filled)
    return Outcome(
        lines=len(wishes), lines_filled=sum(each.done is not None for each in fate.values()),
        lines_on_time=sum(each.late == 0 for each in fate.values()),
        orders=len(orders), orders_on_time=sum(all(lines) for lines in orders.values()),
        late_days=sum(each.late for each in fate.values()),
        worth=worth, worth_filled=worth_filled, worth_late=_worth(past, late), worth_unfilled=worth - worth_filled)


def _due(past):
    return [wish for wish in past.wishes if wish.due <= past.last and wish.quantity > 0]


def _worth(past, rows):
    total = sum(wish.unit_worth * ticks for wish, ticks in rows)
    return floor(Fraction(total, past.whole) + Fraction(1, 2))


def _share(part, whole):
    return part / whole if whole else 1.0
