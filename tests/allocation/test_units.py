"""What a demand can be given of what is free."""
from fractions import Fraction
from math import floor

import pytest
from engine.stock import available
from engine.units import fit
from engine.values import Demand, Supply
from hypothesis import example, given, settings
from hypothesis import strategies as st

KILO, POUND, DOZEN = 1000.0, 28.3495 * 16, 12.0
RATIOS = [1.0, DOZEN, 1 / DOZEN, KILO, 1 / KILO, POUND / KILO, KILO / POUND, 2.5, 0.3, 1 / 3, 0.0166667, 1 / 0.0295735]
#: The same ratios without the error of floating point, as somebody wrote them down.
EXACT = {
    **{ratio: Fraction(str(ratio)) for ratio in [1.0, DOZEN, KILO, 1 / KILO, 2.5, 0.3, 0.0166667]},
    1 / DOZEN: Fraction(1, 12), 1 / 3: Fraction(1, 3), POUND / KILO: Fraction("0.453592"),
    KILO / POUND: 1 / Fraction("0.453592"), 1 / 0.0295735: 1 / Fraction("0.0295735"),
}

AMOUNTS = st.integers(0, 10 ** 7)


def demand(wanted, **more):
    return Demand(1, 1, 1, wanted, **more)


def test_all_that_is_wanted_when_there_is_enough():
    assert fit(900, demand(700)) == 700


def test_never_more_than_is_free_and_never_below_zero():
    assert fit(300, demand(700)) == 300
    assert fit(-300, demand(700)) == 0
    assert fit(300, demand(0)) == 0


def test_full_packagings_round_what_is_free_not_what_is_needed():
    sixes = demand(700, step=600)
    assert [fit(free, sixes) for free in (500, 700, 1100, 1200)] == [0, 600, 600, 700]


def test_topping_up_asks_for_what_is_missing():
    assert fit(700, demand(1400, held=700, step=600), need=700) == 600


def test_a_dozen_is_given_in_hundredths_of_a_dozen():
    assert fit(700, demand(1200, ratio=12.0)) == 696
    assert fit(1200, demand(1200, ratio=12.0)) == 1200


def test_serial_numbers_through_another_unit_come_whole_or_not_at_all():
    dozen = demand(1200, ratio=12.0, step=100, piece=100)
    assert [fit(free, dozen) for free in (500, 600, 700, 1200)] == [0, 600, 0, 1200]


def test_serial_numbers_are_not_cut():
    assert fit(250, demand(300, step=100, piece=100)) == 200
    assert fit(300, demand(250, step=100, piece=100)) == 0


def test_a_need_that_was_rounded_itself_is_cut_once_more():
    # 0.45 kg are 0.99 lb, which are 0.449 kg: native gives 0.44 kg, 0.97 lb
    assert fit(10_000, demand(99, ratio=KILO / POUND)) == 97


def test_a_ratio_a_hair_off_is_taken_for_what_was_meant():
    for third in (0.3333333333333333, 0.33333333333333337):
        assert fit(100, demand(100, ratio=third)) == 100


@settings(max_examples=2_000)
@given(amount=AMOUNTS, wanted=AMOUNTS, ratio=st.sampled_from(RATIOS), step=st.sampled_from([1, 7, 100, 600]))
@example(amount=700, wanted=1200, ratio=12.0, step=1)
def test_fit_is_exact_arithmetic_down_and_half_up(amount, wanted, ratio, step):
    given_ticks = min(wanted, amount // step * step)
    moved = floor(given_ticks / EXACT[ratio])
    expected = floor(moved * EXACT[ratio] + Fraction(1, 2)) if ratio != 1.0 else given_ticks
    assert fit(amount, demand(wanted, ratio=ratio, step=step)) == expected


@settings(max_examples=2_000)
@given(amount=AMOUNTS, more=st.integers(0, 1000), wanted=AMOUNTS, ratio=st.floats(1e-4, 1e4), step=st.integers(1, 900))
def test_fit_takes_no_more_than_is_free_and_grows_with_it(amount, more, wanted, ratio, step):
    asked = demand(wanted, ratio=ratio, step=step)
    assert 0 <= fit(amount, asked) <= min(amount, wanted)
    assert fit(amount, asked) <= fit(amount + more, asked)


# Available

def stock(*parts):
    return [Supply(number, 1, 1, *part) for number, part in enumerate(parts, start=1)]


@pytest.mark.parametrize(("tracking", "ticks"), [("none", 200), ("lot", 500), ("serial", 500)])
def test_what_one_lot_lacks_does_not_lessen_the_others(tracking, ticks):
    assert available(stock((500, 100, 1), (-300, 0, 2), (100, 0, 0)), tracking) == ticks


def test_a_lot_is_summed_over_its_places():
    assert available(stock((500, 0, 1), (-300, 0, 1)), "lot") == 200


def test_nothing_is_available_below_zero():
    assert available(stock((100, 300, 0)), "none") == 0
    assert available([], "lot") == 0
