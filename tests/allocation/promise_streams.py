"""Order streams played forward: orders come, are promised a date, and get goods as reservation really gives them out.

A day is the smallest time. An order holds at once what is free of its lines; what comes in goes to those who wait, in
the order in which they came. An order ships on the day on which it holds all of a line, or, where it ships complete, of
all its lines. Beside our promise stand two others for the same orders at the same moment: what native Odoo shows (lead
times alone, here none) and what the open-source promise add-on computes (the earliest receipt of the product, whatever
its quantity; see the anchors).
"""
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from engine.promise.promising import promise
from engine.promise.values import Ask, Batch, Want

DAYS, PRODUCTS = 30, 2


@dataclass
class Line:
    product: int
    missing: int
    promised: int | None = None
    native: int = 0
    earliest_receipt: int | None = None
    shipped: int | None = None
    full_on: int | None = None


@dataclass
class Order:
    day: int
    lines: list
    complete: bool = False


@dataclass
class Stream:
    """What will happen: stock at first, receipts as planned (day, product, quantity), orders."""

    stock: Counter
    receipts: list
    orders: list
    free: Counter = field(default_factory=Counter)


def draw(seed):
    """A stream, the same for the same seed."""
    random = Random(seed)
    products = range(1, PRODUCTS + 1)
    return Stream(
        Counter({product: random.randint(0, 12) for product in products}),
        sorted((random.randint(1, DAYS), random.choice(products), random.randint(1, 12))
               for _number in range(random.randint(0, 8))),
        [Order(day, [Line(random.choice(products), random.randint(1, 8)) for _line in range(random.randint(1, 3))],
               random.random() < 0.3)
         for day in sorted(random.randint(0, DAYS) for _number in range(random.randint(1, 8)))])


def play(stream):
    """Play a stream; its lines say afterwards what they were promised and when they shipped."""
    free, waiting = Counter(stream.stock), []
    for day in range(DAYS + 1):
        for when, product, quantity in stream.receipts:
            if when == day:
                free[product] += quantity
        for line in waiting:
            _reserve(line, free, day)
        for order in stream.orders:
            if order.day == day:
                _promise(order, day, free, waiting, [receipt for receipt in stream.receipts if receipt[0] > day])
                for line in order.lines:
                    _reserve(line, free, day)
                waiting += order.lines
    for order in stream.orders:
        _ship(order)


def _reserve(line, free, day):
    taken = min(line.missing, free[line.product])
    line.missing -= taken
    free[line.product] -= taken
    if not line.missing and line.full_on is None:
        line.full_on = day


def _ship(order):
    days = [line.full_on for line in order.lines]
    last = None if None in days else max(days)
    for line in order.lines:
        line.shipped = last if order.complete else line.full_on


def _promise(order, day, free, waiting, coming):
    queue = [Want(number, line.product, 1, line.missing, day) for number, line in enumerate(waiting, 1) if line.missing]
    batches = [Batch(0, product, 1, quantity, day) for product, quantity in free.items()]
    batches += [Batch(number, product, 1, quantity, when) for number, (when, product, quantity) in enumerate(coming, 1)]
    asked = [Want(-number, line.product, 1, line.missing, day) for number, line in enumerate(order.lines, 1)]
    found = promise(queue, batches, asks=[Ask(tuple(asked))])
    dates = [found[want.id].date for want in asked]
    last = None if None in dates else max(dates)
    for line, date in zip(order.lines, dates, strict=True):
        line.promised = last if order.complete else date
        line.native = day
        line.earliest_receipt = day if free[line.product] >= line.missing else min(
            (when for when, product, _quantity in coming if product == line.product), default=None)


def kept(lines, name):
    """Of what was promised by one of the three, the share that shipped in time; how many were promised at all.

    :param str name: the attribute of a line that says what was promised
    """
    promised = [line for line in lines if getattr(line, name) is not None]
    held = sum(line.shipped is not None and line.shipped <= getattr(line, name) for line in promised)
    return held / len(promised), len(promised)
