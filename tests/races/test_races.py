"""Many workers on few products: nothing is oversold, lost or made up. Native Odoo, raced alike, oversells."""
import json
import os

import pytest

from tests.races.kinds import KINDS
from tests.races.process import database, run
from tools.paths import BUILD

WORKERS = 16
PRODUCTS = 20
#: Requests of each worker, each some two or three transactions; SOM_RACE_REQUESTS raises (or lowers) it.
REQUESTS = int(os.environ.get("SOM_RACE_REQUESTS") or 75)
#: Bare Odoo needs fewer to fail.
NATIVE_REQUESTS = 20


def _race(name, requests, suite, seed=4):
    with database(name, suite) as (runtime, _name):
        found = run(runtime, name, "tests.races.crew.race", with_suite=suite, suite=suite, seed=seed,
                    patience=600 + requests * 10, workers=WORKERS, requests=requests, products=PRODUCTS,
                    stock=15, orders=200)
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"{name}.json").write_text(json.dumps(found, indent=2))
    return found


@pytest.fixture(scope="module")
def raced():
    return _race("som_races", REQUESTS, True)


def test_all_work_was_done(raced):
    assert raced["workers"] == WORKERS
    assert raced["requests"] == WORKERS * REQUESTS
    assert raced["idle"] < raced["requests"] / 4
    assert len(raced["kinds"]) == len(KINDS)


def test_nobody_saw_an_error(raced):
    assert raced["errors"] == []


def test_workers_did_get_in_each_others_way(raced):
    assert raced["retried"] > raced["requests"] / 50


def test_nothing_was_oversold_at_any_moment(raced):
    assert raced["watched"]["samples"] > 100
    assert raced["watched"]["oversold"] == 0
    assert raced["oversold"] == []


def test_what_is_reserved_is_what_transfers_hold(raced):
    assert raced["drift"] == []
    assert raced["findings"] == []
    assert raced["keys"] >= PRODUCTS - 5


def test_no_order_was_lost(raced):
    assert raced["lost"] == []
    assert raced["unlike_their_moves"] == []


def test_no_unit_was_made_up_or_lost(raced):
    assert raced["created"] == []
    assert raced["on_hand"] == []


def test_bare_odoo_oversells():
    """What all this prevents. Should this fail, native Odoo has learnt to reserve safely: then the guard can go."""
    races = (_race("som_races_native", NATIVE_REQUESTS, False, seed) for seed in range(5))
    assert any(raced["watched"]["oversold"] for raced in races), "native Odoo did not oversell in five races"


@pytest.mark.parametrize(("suite", "reserved"), [(False, [10, 10]), (True, [10, 0])])
def test_two_open_transactions_that_each_reserve_all_there_is(suite, reserved):
    name = "som_races" if suite else "som_races_native"
    with database(name, suite) as (runtime, _name):
        assert run(runtime, name, "tests.races.crew.duel", with_suite=suite) == reserved
