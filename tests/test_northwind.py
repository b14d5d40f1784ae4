"""The 830 Northwind orders come out shipped, invoiced and measured with the known answers.

The files (Microsoft Public License) are not part of this project: where they
do not lie beside the checkout, SOM_NORTHWIND names their folder.
"""
import csv
import os
from pathlib import Path

import pytest

from tests import northwind_past
from tests.demo_run import ROOT, run_demo, run_inside

FOLDER = Path(os.environ.get("SOM_NORTHWIND") or ROOT.parent / "shared" / "data" / "northwind")


@pytest.fixture(scope="module")
def northwind():
    if not FOLDER.is_dir():
        message = f"no Northwind files at {FOLDER}: SOM_NORTHWIND=folder names them"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return run_demo(FOLDER)


def test_all_orders_lines_and_units_came_in(northwind):
    found, _printed = northwind
    assert (found["orders"], found["lines"], found["units"]) == (830, 2155, 51317)
    assert found["imports"] == [
        {"name": "orders.csv", "total": 830, "created": 830, "duplicates": 0, "rejected": 0}]


def test_net_revenue_is_the_known_one(northwind):
    assert round(northwind[0]["net"], 2) == 1265793.04


def test_rounding_each_line_to_the_cent_moves_the_net_by_less_than_a_cent_a_line(northwind):
    found, _printed = northwind
    assert abs(found["net_rounded"] - found["net"]) < 0.005 * found["lines"]


def test_shipped_late_and_open_are_the_known_ones(northwind):
    found, _printed = northwind
    assert (found["shipped"], found["late"], found["open"]) == (809, 37, 21)
    assert round(found["on_time"], 2) == 95.43


def test_mean_cycle_time_is_the_known_one(northwind):
    assert round(northwind[0]["cycle"], 4) == 8.4920


def test_what_was_shipped_was_invoiced(northwind):
    stages = northwind[0]["stages"]
    assert stages["shipped"] == stages["picked"] == stages["invoiced"]
    assert stages["shipped"][:2] == [809, 2082]
    assert stages["confirmed"][0] == 830


def test_stock_ends_as_the_files_give_it(northwind):
    with (FOLDER / "products.csv").open(newline="", encoding="utf-8") as stream:
        given = {row["product_id"]: float(row["units_in_stock"]) for row in csv.DictReader(stream)}
    assert northwind[0]["on_hand"] == {sku: units for sku, units in given.items() if units}


def test_the_open_orders_are_allocated_explained_and_given_back(northwind):
    found = northwind[0]["allocation"]
    assert (found["orders"], found["lines"], found["units"], found["short_products"]) == (21, 73, 1198, 17)
    assert found["applied"] == "applied" and found["applied_as_shown"]
    assert found["replays"]
    assert found["gain"] and found["lose"]
    assert found["undone"] == "undone" and found["as_before"]
    assert (found["drift_applied"], found["drift_undone"]) == (0, 0)
    assert len(found["explained"]) == 3 and all("in the queue" in text for text in found["explained"])
    assert all(found["explained_to_customer"])


def _past(first, last):
    """World → (lines due, filled by value, lines filled, lines on time), as Odoo played it and as the files have it."""
    played = run_inside("som_northwind", f"tests.northwind_past.play(env, {first.isoformat()!r}, {last.isoformat()!r})")
    reckoned = {
        "actual": northwind_past.figures(*northwind_past.really(FOLDER, first, last), last),
        "current": northwind_past.figures(*northwind_past.first_come(FOLDER, first, last), last)}
    return {world: pytest.approx(figures, abs=1e-6) for world, figures in reckoned.items()}, played


def test_the_past_played_again_is_filled_as_the_files_have_it(northwind):
    assert northwind
    reckoned, played = _past(*northwind_past.LAST_DAYS)
    assert {world: played[world] for world in reckoned} == reckoned
    assert [round(100 * played[world][1], 2) for world in ("actual", "current")] == [98.23, 98.85]
    assert 0.97 < played["tried"][1] < 1


def test_where_stock_sufficed_every_policy_fills_everything_on_time(northwind):
    assert northwind
    reckoned, played = _past(*northwind_past.YEAR_BEFORE)
    assert {world: played[world] for world in reckoned} == reckoned
    assert played["tried"] == played["current"] == [len(_due_in(*northwind_past.YEAR_BEFORE)), 1, 1, 1]


def _due_in(first, last):
    return [line for line in northwind_past.wanted(FOLDER, first, last) if line["due"] <= last]


def test_the_summary_says_the_same(northwind):
    for words in ("1,265,793.04", "8.4920 days", "95.43 % (37 late)", "2,155", "51,317"):
        assert words in northwind[1]


def _orders_with_discontinued_products():
    """Straight from the files: the numbers of the orders, and of their lines."""
    with (FOLDER / "products.csv").open(newline="", encoding="utf-8") as stream:
        retired = {row["product_id"] for row in csv.DictReader(stream) if row["discontinued"] == "1"}
    with (FOLDER / "order_details.csv").open(newline="", encoding="utf-8") as stream:
        lines = [row["order_id"] for row in csv.DictReader(stream) if row["product_id"] in retired]
    return set(lines), len(lines)


def test_the_orders_with_a_discontinued_product_are_held_and_no_others(northwind):
    assert northwind
    wanted, lines = _orders_with_discontinued_products()
    assert len(wanted) == 267
    folder = ROOT / "build" / "northwind"
    found = run_inside("som_northwind", f"tests.northwind_held.take_in_again(env, {str(folder)!r})")
    assert set(found["held"]) == wanted
    assert (found["checks"], found["lines"]) == (["product_discontinued"], lines)
    assert (found["held_and_confirmed"], len(found["confirmed"])) == (0, 830 - 267)
