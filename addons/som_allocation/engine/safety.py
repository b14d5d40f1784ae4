"""How much stock guards against demand and lead times that vary, and what a stock buys.

The demand during a lead time is a sum of a random number of random days. With independent days its variance is
``L·σ_d² + d̄²·σ_L²`` (Hadley and Whitin, *Analysis of Inventory Systems*, 1963, section 3-6; Silver, Pyke and Thomas,
*Inventory and Production Management in Supply Chains*, 4th edition, section 6.10). The sum is taken as normally
distributed, which is fair for goods that are asked for on most days and rough for others.
"""
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Usage:
    """What is known of a product's demand and of the time it takes to get more; units of the product, and days."""

    demand: float  #: mean of a day
    demand_spread: float  #: standard deviation of a day
    lead: float  #: mean lead time
    lead_spread: float = 0.0  #: its standard deviation

    @property
    def during_lead(self):
        """What is expected to be asked for until goods come that are ordered now."""
        return self.demand * self.lead

    @property
    def spread(self):
        """Standard deviation of the demand during a lead time."""
        return sqrt(self.lead * self.demand_spread ** 2 + self.demand ** 2 * self.lead_spread ** 2)


def safety_stock(usage, level):
    """``z·√(L·σ_d² + d̄²·σ_L²)``: what is kept beyond the demand expected during a lead time.

    :param float level: how often stock shall last until more comes, 0 to 1
    """
    return NORMAL.inv_cdf(level) * usage.spread


def reorder_point(usage, level):
    """The stock at which more is ordered."""
    return max(usage.during_lead + safety_stock(usage, level), 0.0)


def service_level(usage, point):
    """How often stock lasts until more comes, if more is ordered at a point: the cycle service level."""
    if not usage.spread:
        return 1.0 if point >= usage.during_lead else 0.0
    return NORMAL.cdf((point - usage.during_lead) / usage.spread)


def unit_loss(z):
    """The expected excess of a standard normal variable over ``z``: ``φ(z) - z·(1 - Φ(z))``."""
    return NORMAL.pdf(z) - z * (1 - NORMAL.cdf(z))


def fill_rate(usage, point, lot):
    """The part of demand that is served from stock: ``1 - σ·G(z)/Q`` (Silver, Pyke and Thomas, section 6.7).

    :param float point: the stock at which more is ordered
    :param float lot: how much is ordered at a time, more than 0
    """
    if not usage.spread:
        short = max(usage.during_lead - point, 0.0)
    else:
        short = usage.spread * unit_loss((point - usage.during_lead) / usage.spread)
    return max(1.0 - short / lot, 0.0)
