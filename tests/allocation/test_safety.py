"""Safety stock: known answers, and what happens when it is played."""
import random
from math import sqrt

import pytest
from engine.safety import Usage, fill_rate, reorder_point, safety_stock, service_level, unit_loss


def test_known_answer():
    # z(95 %) = 1.645; √(9·4² + 10²·2²) = √544
    usage = Usage(10, 4, 9, 2)
    assert safety_stock(usage, 0.95) == pytest.approx(1.644854 * sqrt(544), rel=1e-5)
    assert reorder_point(usage, 0.95) == pytest.approx(90 + 38.364, abs=1e-2)


def test_lead_time_without_spread():
    assert safety_stock(Usage(10, 4, 9), 0.975) == pytest.approx(1.959964 * 12, rel=1e-5)


@pytest.mark.parametrize(("z", "loss"), [(0, 0.3989), (0.5, 0.1978), (1, 0.0833), (2, 0.0085), (-1, 1.0833)])
def test_unit_loss_as_in_the_tables(z, loss):
    assert unit_loss(z) == pytest.approx(loss, abs=5e-5)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.999])
def test_a_reorder_point_buys_its_level(level):
    usage = Usage(3, 2, 12, 4)
    assert service_level(usage, reorder_point(usage, level)) == pytest.approx(level)


def test_nothing_varies():
    usage = Usage(2, 0, 5)
    assert (safety_stock(usage, 0.99), service_level(usage, 10), service_level(usage, 9)) == (0, 1, 0)
    assert fill_rate(usage, 9, 10) == pytest.approx(0.9)


def test_no_demand():
    usage = Usage(0, 0, 5)
    assert (reorder_point(usage, 0.95), service_level(usage, 0)) == (0, 1)


def test_never_below_zero():
    assert reorder_point(Usage(0.1, 5, 4), 0.5) == pytest.approx(0.4)
    assert fill_rate(Usage(10, 30, 9), 0, 1) == 0


def _play(usage, point, lot, cycles, seed):
    """Lead times and days drawn anew for each replenishment: how often stock lasted, and the part not served."""
    chance = random.Random(seed)
    lasted, short = 0, 0.0
    for _cycle in range(cycles):
        days = max(round(chance.gauss(usage.lead, usage.lead_spread)), 0)
        asked = sum(chance.gauss(usage.demand, usage.demand_spread) for _day in range(days))
        lasted += asked <= point
        short += max(asked - point, 0)
    return lasted / cycles, 1 - short / cycles / lot


@pytest.mark.parametrize("level", [0.8, 0.9, 0.95, 0.99])
def test_what_is_played_comes_out_as_said(level):
    usage = Usage(20, 6, 10, 2)
    point = reorder_point(usage, level)
    lasted, served = _play(usage, point, 200, 20_000, 5)
    assert lasted == pytest.approx(level, abs=0.02)
    assert served == pytest.approx(fill_rate(usage, point, 200), abs=0.01)
