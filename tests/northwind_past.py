"""Northwind's past played again, and the same reckoned from the files alone: first come, first served."""
import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

#: The last days of the files, as many as a trial takes; and as many of a year before, all shipped in the end.
LAST_DAYS = date(1998, 2, 4), date(1998, 5, 6)
YEAR_BEFORE = date(1997, 2, 4), date(1997, 5, 6)


def _rows(folder, name):
    with (Path(folder) / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _day(written):
    return date.fromisoformat(written) if written else None


def wanted(folder, first, last):
    """Lines still to be shipped when a period begins, or placed in it, in the order they came.

    :return list: mappings with product, quantity, worth, and the days placed, due and shipped (None: never)
    """
    orders = {row["order_id"]: row for row in _rows(folder, "orders")}
    lines = []
    for row in _rows(folder, "order_details"):
        order, quantity = orders[row["order_id"]], int(row["quantity"])
        lines.append({
            "order": int(row["order_id"]), "product": row["product_id"], "quantity": quantity,
            "worth": round(float(row["unit_price"]) * quantity * (1 - float(row["discount"])), 2),
            "placed": _day(order["order_date"]), "due": _day(order["required_date"]),
            "shipped": _day(order["shipped_date"])})
    lines.sort(key=lambda line: (line["placed"], line["order"]))
    return [line for line in lines if line["placed"] <= last and not (line["shipped"] and line["shipped"] < first)]


def stock(folder, first):
    """Product → units there when a period began: what is left at the end, and what has been shipped since."""
    left = defaultdict(int, {row["product_id"]: int(row["units_in_stock"]) for row in _rows(folder, "products")})
    for line in wanted(folder, first, date.max):
        left[line["product"]] += line["quantity"] if line["shipped"] else 0
    return left


def first_come(folder, first, last):
    """When each line would have left: the day it came, as long as all who came before and it itself find stock."""
    lines = wanted(folder, first, last)
    left, days = stock(folder, first), []
    for line in lines:
        left[line["product"]] -= line["quantity"]
        days.append(max(line["placed"], first) if left[line["product"]] >= 0 else None)
    return lines, days


def really(folder, first, last):
    """When each line did leave within the period."""
    lines = wanted(folder, first, last)
    return lines, [line["shipped"] if line["shipped"] and line["shipped"] <= last else None for line in lines]


def figures(lines, days, last):
    """(lines due, filled by value, lines filled, lines on time) by the last day."""
    due = [(line, day) for line, day in zip(lines, days, strict=True) if line["due"] <= last]
    filled = [(line, day) for line, day in due if day]
    worth = sum(line["worth"] for line, _day in due)
    return (len(due), sum(line["worth"] for line, _day in filled) / worth, len(filled) / len(due),
            sum(day <= line["due"] for line, day in filled) / len(due))


def play(env, first, last):
    """Inside Odoo: try the demo's policy on the past, with none that decides now; nothing is committed.

    :param str first: ISO day
    :return dict: world → (lines due, filled by value, lines filled, lines on time)
    """
    env = env(user=env.ref("base.user_admin"))
    policy = env["som.allocation.policy"].search([("state", "=", "active")])
    policy.action_deactivate()
    replay = env["som.allocation.replay"].create({"policy_id": policy.id, "date_from": first, "date_to": last})
    replay.action_play()
    return {row.kind: (row.line_count, row.fill_value, row.fill_lines, row.on_time_lines) for row in replay.result_ids}

