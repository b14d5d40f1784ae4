"""The sample that ships with the project: it is what its generator writes, and as good and as bad as it says."""
import csv
import importlib.util
import io
import json
import sys
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from tests import pure
from tools import sample, sample_catalogue

UTC_PLUS_1 = timezone(timedelta(hours=1))  # the sample's zone for most of its time, and near enough for days
DUPLICATES = 2


pure.load("som_core", "intake")
reader, parser = (importlib.import_module(f"intake.{name}") for name in ("reader", "parser"))


def committed(name):
    return (sample.FOLDER / name).read_bytes()


def table(name):
    return list(csv.DictReader(io.StringIO(committed(name).decode())))


def parsed(name):
    sheet = reader.read(committed(name))
    return parser.parse_rows(sheet.rows, sheet.conventions, UTC_PLUS_1), sheet


@pytest.fixture(scope="module")
def history():
    return parsed("orders_history.csv")[0]


@pytest.fixture(scope="module")
def new():
    return parsed("orders_new.csv")[0]


@pytest.fixture(scope="module")
def products():
    return {row["sku"]: row for row in table("products.csv")}


def shipped_at(order):
    return {line.values["shipped_date"] for line in order.lines if line.values.get("shipped_date")}


def unit_count(line):
    return line.values["quantity"] * (6 if line.values.get("unit") == "Pack of 6" else 1)


def known_customers():
    rows = table("customers.csv")
    return {row["ref"] for row in rows} | {row["email"] for row in rows}


# The files

def test_the_files_are_what_the_generator_writes():
    files = sample.files()
    assert {path.name for path in sample.FOLDER.iterdir()} == {*files, "README.md"}
    for name, content in files.items():
        assert committed(name) == content, f"{name}: run python3 -m tools.sample"


def test_the_command_writes_them_where_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["sample", str(tmp_path / "deep" / "sample")])
    sample.run()
    assert (tmp_path / "deep" / "sample" / "products.csv").read_bytes() == committed("products.csv")


def test_the_dataset_names_files_that_exist_and_channels_that_orders_use(history, new):
    dataset = json.loads(committed("dataset.json"))
    assert all((sample.FOLDER / name).exists() for name in dataset["history"] + dataset["new"])
    warehouses = {row["code"] for row in dataset["warehouses"]}
    assert {row["warehouse"] for row in dataset["channels"] if "warehouse" in row} <= warehouses
    assert {order.key[0] for order in history} == {row["code"] for row in dataset["channels"]}
    assert {order.key[0] for order in new} == {row["code"] for row in dataset["channels"]}


def test_there_are_about_200_orders(history, new):
    assert (len(history), len(new)) == (140, 60)


# Products and customers

def test_barcodes_are_unique_and_end_in_their_check_digit(products):
    codes = [row["barcode"] for row in products.values() if row["type"] == "goods"]
    assert len(codes) == len(set(codes))
    for code in codes:
        assert len(code) == 13
        assert sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(code)) % 10 == 0


def test_the_check_digit_is_that_of_the_standard():
    assert sample_catalogue.ean13(0) == "2000000000008"
    assert sample_catalogue.ean13(41_000) == "2000000410005"


def test_there_are_goods_and_services_with_and_without_stock(products):
    kinds = Counter((row["type"], row["tracking"]) for row in products.values())
    assert kinds == {("goods", "none"): 51, ("goods", "lot"): 3, ("goods", "serial"): 1, ("service", "none"): 4}
    assert sum(row["stock"] == "0" for row in products.values()) >= 2
    assert all(float(row["cost"]) < float(row["price"]) for row in products.values())


def test_customers_are_invented_and_can_be_told_apart():
    rows = table("customers.csv")
    assert len({row["ref"] for row in rows}) == len({row["email"] for row in rows}) == len(rows) == 45
    assert len({row["country"] for row in rows}) >= 8
    assert all(row["email"].endswith(("example.com", "example.org")) for row in rows)
    assert all(row["state"] for row in rows if row["country"] == "US")
    assert {row["payment_days"] for row in rows} == {"0", "14", "30"}
    assert any(row["vat"] for row in rows)


def test_tax_numbers_have_a_valid_check_digit_in_a_range_never_given_out():
    numbers = [row["vat"] for row in table("customers.csv") if row["vat"]]
    for number in numbers:
        digits = [int(digit) for digit in number.removeprefix("NO").removesuffix("MVA")]
        assert len(digits) == 9
        assert digits[0] == 1
        weights = (3, 2, 7, 6, 5, 4, 3, 2, 1)
        assert sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 == 0


# The past

def test_history_is_without_a_mistake(history, products):
    assert [order.issues for order in history if order.issues] == []
    assert all(order.is_history for order in history)
    assert len({order.key for order in history}) == len(history)
    assert {order.values["customer"] for order in history} <= known_customers()
    untracked = {sku for sku, row in products.items() if row["tracking"] == "none"}
    assert {line.values["sku"] for order in history for line in order.lines} <= untracked


def test_what_is_said_of_an_order_stands_on_its_first_row_only():
    for name in ("orders_history.csv", "orders_new.csv"):
        orders, _sheet = parsed(name)
        later = [raw for order in orders for _row, raw in order.sent[1:]]
        assert {column for raw in later for column, value in raw.items()
                if value and column in parser.schema.ORDER} == {"order", "channel"}


def test_events_of_the_past_follow_one_another(history):
    as_of = datetime.combine(sample.AS_OF, datetime.min.time())
    for order in history:
        shipped = shipped_at(order)
        assert len(shipped) <= 1
        events = [order.values["order_date"], *shipped, order.values.get("invoiced_date"),
                  order.values.get("paid_date")]
        events = [moment for moment in events if moment]
        assert events == sorted(events)
        assert events[-1] <= as_of
        if "paid_date" in order.values:
            assert shipped or "invoiced_date" in order.values


def test_the_past_is_varied(history):
    shipped = [order for order in history if shipped_at(order)]
    late = [order for order in shipped if "requested_date" in order.values
            and max(shipped_at(order)) >= order.values["requested_date"] + timedelta(days=1)]
    partial = [order for order in shipped if any(
        line.values.get("shipped_quantity", line.values["quantity"]) < line.values["quantity"]
        for line in order.lines)]
    services = [order for order in history if all(line.values["sku"].startswith("FW-SRV") for line in order.lines)]
    assert 0.05 <= len(late) / len(shipped) <= 0.12
    assert len(partial) >= 10
    assert len(services) >= 3
    assert len(history) - len(shipped) - len(services) >= 5
    assert sum("paid_date" not in order.values for order in shipped) >= 5
    assert max(len(order.lines) for order in history) == 12
    assert {order.values.get("carrier") for order in history} == {"Parcel Standard", "Parcel Express", "Freight", None}


# What comes in next

def test_new_orders_are_written_as_a_european_spreadsheet_saves_them():
    _orders, sheet = parsed("orders_new.csv")
    assert (sheet.encoding, sheet.delimiter, sheet.conventions.decimal) == ("cp1252", ";", ",")
    with pytest.raises(UnicodeDecodeError):
        committed("orders_new.csv").decode()


def test_new_orders_have_exactly_the_mistakes_they_are_meant_to_have(new, history, products):
    skus = {*products, *(row["barcode"] for row in products.values())}
    found = [(issue.code, issue.field) for order in new for issue in order.issues]
    bad = {id(order) for order in new if order.issues}
    for order in new:
        wrong = [("unknown_sku", line.values["sku"]) for line in order.lines
                 if line.values.get("sku") and line.values["sku"] not in skus]
        wrong += [("unknown_unit", line.values["unit"]) for line in order.lines
                  if line.values.get("unit") not in (None, "Pack of 6")]
        if order.values["customer"] not in known_customers() and "customer_name" not in order.values:
            wrong.append((order.key[0], order.values["customer"]))
        found += wrong
        if wrong:
            bad.add(id(order))
    assert sorted(found) == sorted([
        ("unknown_sku", "FW-TNT-999"), ("edi", "C9999"), ("not_positive", "quantity"), ("bad_date", "requested_date"),
        ("unknown_unit", "Pallet"), ("missing", "sku")])
    assert len(bad) == 6
    past = {order.key for order in history}
    again = [order for order in new if order.key in past]
    assert len(again) == DUPLICATES
    assert not bad & {id(order) for order in again}
    assert len({order.key for order in new}) == len(new)
    assert not any(order.is_history for order in new)


def test_new_orders_are_of_the_last_days_and_wanted_soon(new):
    as_of = datetime.combine(sample.AS_OF, datetime.min.time())
    for order in new:
        assert as_of - timedelta(days=3) <= order.values.get("order_date", as_of) <= as_of
        if not order.issues:
            assert timedelta(days=1) <= order.values["requested_date"] - as_of <= timedelta(days=20)


def test_only_channels_that_create_customers_bring_new_ones(new):
    newcomers = [order for order in new if "customer_name" in order.values]
    assert {order.key[0] for order in newcomers} == {"webshop", "marketplace"}
    assert not {order.values["customer"] for order in newcomers} & known_customers()
    assert len({order.values["customer"] for order in newcomers}) < len(newcomers), "one of them orders twice"


def test_some_goods_do_not_suffice_and_most_do(new, history, products):
    past = {order.key for order in history}
    by_code = {row["barcode"]: sku for sku, row in products.items()}
    demand = Counter()
    for order in new:
        if order.issues or order.key in past:
            continue
        column = "stock_north" if order.key[0] == "edi" or order.values.get("warehouse") else "stock"
        for line in order.lines:
            product = products.get(by_code.get(line.values["sku"], line.values["sku"]))
            if product and product["type"] == "goods":
                demand[product["sku"], column] += unit_count(line)
    short = [key for key, wanted in demand.items() if wanted > float(products[key[0]][key[1]])]
    assert 5 <= len(short) < len(demand) / 3


def test_serial_numbers_are_sold_in_ones(new, products):
    serial = {name for sku, row in products.items() if row["tracking"] == "serial" for name in (sku, row["barcode"])}
    quantities = [line.values["quantity"] for order in new for line in order.lines if line.values.get("sku") in serial]
    assert quantities
    assert set(quantities) == {1}
