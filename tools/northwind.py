"""The Northwind files (Microsoft Public License) as a dataset in this project's own layout.

    python3 -m tools.northwind SOURCE TARGET

Nothing is corrected or invented on the way: prices, quantities, dates and
stock are the files' own. Shares become percentages, and the two country names
that are no ISO codes or Odoo names become codes.
"""
import csv
import json
import sys
from decimal import Decimal
from pathlib import Path

from tools.console import fail, main, say

FILES = ("customers", "orders", "order_details", "products", "shippers", "categories")
COUNTRIES = {"UK": "GB", "USA": "US"}
#: Countries whose regions in the files are the codes that Odoo has.
COUNTRIES_WITH_STATES = {"USA", "Canada", "Brazil"}


def is_northwind(folder):
    return all((folder / f"{name}.csv").exists() for name in FILES)


def _read(folder, name):
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _write(folder, name, rows):
    with (folder / name).open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _address(row, prefix, target=""):
    """Address columns; a region that is no state known to Odoo stays in the second line."""
    country, region = row[f"{prefix}country"], row[f"{prefix}region"]
    has_states = country in COUNTRIES_WITH_STATES and len(region) == 2
    return {
        f"{target}street": row[f"{prefix}address"],
        f"{target}street2": "" if has_states else region,
        f"{target}zip": row[f"{prefix}postal_code"],
        f"{target}city": row[f"{prefix}city"],
        f"{target}state": region if has_states else "",
        f"{target}country": COUNTRIES.get(country, country),
    }


def _products(source):
    categories = {row["category_id"]: row["category_name"] for row in _read(source, "categories")}
    return [{
        "sku": row["product_id"], "name": row["product_name"], "category": categories[row["category_id"]],
        "type": "goods", "price": row["unit_price"], "cost": "", "stock": row["units_in_stock"],
        "discontinued": row["discontinued"],
    } for row in _read(source, "products")]


def _customers(source):
    return [{
        "ref": row["customer_id"], "name": row["company_name"], "is_company": "1", "phone": row["phone"],
        **_address(row, ""),
    } for row in _read(source, "customers")]


def _order_rows(source):
    shippers = {row["shipper_id"]: row["company_name"] for row in _read(source, "shippers")}
    lines = {}
    for row in _read(source, "order_details"):
        lines.setdefault(row["order_id"], []).append(row)
    for order in _read(source, "orders"):
        header = {
            "order": order["order_id"], "channel": "northwind", "order_date": order["order_date"],
            "requested_date": order["required_date"], "customer": order["customer_id"],
            "ship_name": order["ship_name"], **_address(order, "ship_", "ship_"),
            "carrier": shippers[order["ship_via"]],
        }
        for line in lines[order["order_id"]]:
            yield {
                **header, "sku": line["product_id"], "quantity": line["quantity"], "price": line["unit_price"],
                "discount": f"{(Decimal(line['discount']) * 100).normalize():f}",
                "shipped_quantity": line["quantity"] if order["shipped_date"] else "",
                "shipped_date": order["shipped_date"],
            }


def convert(source, target):
    """Write the dataset's files below ``target``; see ``config/sample`` for their layout."""
    if not is_northwind(source):
        fail(f"{source} does not hold the Northwind files", "it must have " + ", ".join(f"{n}.csv" for n in FILES))
    target.mkdir(parents=True, exist_ok=True)
    _write(target, "products.csv", _products(source))
    _write(target, "customers.csv", _customers(source))
    _write(target, "orders.csv", list(_order_rows(source)))
    (target / "dataset.json").write_text(json.dumps({
        "company": {"name": "Northwind Traders", "tz": "UTC"},
        "channels": [{"code": "northwind", "name": "Northwind", "kind": "other", "confirm": "yes"}],
        "history": ["orders.csv"],
    }, indent=1))
    return target


def run():
    if len(sys.argv) != 3:
        fail("two folders are needed", "python3 -m tools.northwind SOURCE TARGET")
    say(f"Written: {convert(Path(sys.argv[1]), Path(sys.argv[2]))}")


if __name__ == "__main__":
    main(run)
