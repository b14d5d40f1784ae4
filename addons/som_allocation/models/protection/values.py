"""What reading protections passes around: plain values, in ticks."""
from dataclasses import dataclass, field
from typing import NamedTuple


class Who(NamedTuple):
    """What decides whether an order may use a protection; ids, 0 for none."""

    channel: int = 0
    tier: int = 0  #: of the customer that the order's partner belongs to
    expedited: bool = False


class Wanted(NamedTuple):
    """Somebody who might want a product from a place: what the snapshot asks of a row when it reads quants."""

    id: int
    product: int
    source: int
    order: int = 0


@dataclass(slots=True)
class Unit:
    """A protection of one product: the two together are what the engine calls a protection."""

    protection: int
    product: int
    source: int  #: location in which the goods are kept; a company's ``everywhere`` for all its warehouses
    roots: list  #: the locations that this comes to
    is_share: bool
    amount: float  #: product units, or percent
    since: object  #: naive UTC: what was shipped from then on has used it up
    channels: frozenset
    tiers: frozenset
    open_to_expedited: bool
    protected: int = 0  #: ticks set aside in all
    used: int = field(default=0)  #: ticks of them that were shipped or are reserved

    @property
    def id(self):
        return engine_id(self.protection, self.product)

    @property
    def left(self):
        return self.protected - self.used

    def serves(self, who):
        """Whether an order may use it: its channel's, its customer's tier's, or an urgent one where these may."""
        return (who.channel in self.channels or who.tier in self.tiers or (self.open_to_expedited and who.expedited))


def engine_id(protection, product):
    """The engine's id of a protection of one product."""
    return protection << 32 | product


def everywhere(company):
    """The place that all warehouses of a company lie in; Odoo has no such location."""
    return -company.id
