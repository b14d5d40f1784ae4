"""The sample that ships with the project: an invented wholesaler, its past orders and the new ones.

    python3 -m tools.sample [FOLDER]

The files are in the repository; this is how they came about and how they are
changed. Chance comes from one fixed seed, so that a second run writes the same
bytes and a change of this file shows as a small change of the data.
"""
import csv
import io
import json
import random
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tools import sample_catalogue as catalogue
from tools.console import main, say
from tools.paths import CONFIG

FOLDER = CONFIG / "sample"
SEED = 1959
START, AS_OF = date(2025, 9, 1), date.fromisoformat(catalogue.DATASET["as_of"])
WINTER_TIME = date(2025, 10, 26)
CARRIERS = ("Parcel Standard", "Parcel Standard", "Parcel Express", "")
#: Orders of each channel: past, new.
COUNTS = {"webshop": (50, 22), "marketplace": (30, 12), "edi": (28, 12), "phone": (17, 8), "email": (15, 6)}
ADDRESS = ("street", "street2", "zip", "city", "state", "country")
SHIP = ("ship_name", *(f"ship_{name}" for name in ADDRESS))
PRODUCT_COLUMNS = ("sku", "name", "category", "type", "price", "cost", "weight", "barcode", "tracking", "stock",
                   "stock_north")
CUSTOMER_COLUMNS = ("ref", "name", "is_company", "email", "phone", "vat", *ADDRESS, "payment_days")
HISTORY_COLUMNS = ("order", "channel", "order_date", "requested_date", "customer", *SHIP, "customer_reference",
                   "carrier", "sku", "quantity", "price", "discount", "shipped_quantity", "shipped_date",
                   "invoiced_date", "paid_date")
NEW_COLUMNS = ("order", "channel", "order_date", "requested_date", "customer", "customer_name", "phone", *ADDRESS,
               *SHIP, "customer_reference", "warehouse", "carrier", "note", "sku", "quantity", "unit", "price",
               "discount", "description")


def moment(day, hour, minute):
    """A time of a day in the company's zone, with the offset that held then."""
    return f"{day}T{hour:02d}:{minute:02d}:00+{'02' if day < WINTER_TIME else '01'}:00"


def workdays(first, last):
    days = (first + timedelta(step) for step in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


class Sample:
    """Orders made by chance, one channel's number after the other."""

    def __init__(self):
        self.rng = random.Random(SEED)
        products = catalogue.products()
        self.goods = [row for row in products if row["type"] == "goods"]
        # Lots and serial numbers of the past would have to be invented with the deliveries.
        self.plain = [row for row in self.goods if row["tracking"] == "none"]
        self.services = [row for row in products if row["type"] == "service"]
        customers = catalogue.customers()
        self.companies = [row for row in customers if row["is_company"]]
        self.people = [row for row in customers if not row["is_company"]]
        self.sites = catalogue.sites()
        self.counters = dict.fromkeys(COUNTS, 0)

    def number(self, channel):
        """The next order number, in the style of the channel."""
        self.counters[channel] += self.rng.randint(1, 3)
        count = self.counters[channel]
        return {
            "webshop": f"W-{10230 + count}", "edi": f"EDI{900100 + count}", "phone": f"T-{2000 + count}",
            "email": f"M{4400 + count}", "marketplace": f"AMZ-{300 + count}-{self.rng.randint(1000000, 9999999)}",
        }[channel]

    def customer(self, channel):
        if channel == "edi":
            return self.rng.choice([row for row in self.companies if row["payment_days"] == 30])
        share = {"webshop": 0.25, "marketplace": 0.1, "phone": 0.7, "email": 0.8}[channel]
        return self.rng.choice(self.companies if self.rng.random() < share else self.people)

    def header(self, channel, customer):
        """Columns that past and new orders have in common."""
        chance = self.rng.random
        by_email = channel in ("webshop", "marketplace")
        order = {"order": self.number(channel), "channel": channel,
                 "customer": customer["email"] if by_email else customer["ref"]}
        if customer["country"] in self.sites and customer["is_company"] and chance() < 0.4:
            order |= self.rng.choice(self.sites[customer["country"]])
        if customer["is_company"] and chance() < 0.7:
            order["customer_reference"] = f"PO {self.rng.randint(1200, 9800)}"
        order["carrier"] = "Freight" if channel == "edi" and chance() < 0.6 else self.rng.choice(CARRIERS)
        return order

    def quantity(self, product, bulk):
        price = Decimal(product["price"])
        if price > 100:
            return self.rng.randint(1, 4) if bulk else 1
        if price > 20:
            return self.rng.randint(2, 12) if bulk else self.rng.randint(1, 2)
        return 5 * self.rng.randint(2, 10) if bulk else self.rng.randint(1, 6)

    def line(self, product, channel, bulk):
        line = {"sku": product["sku"], "quantity": self.quantity(product, bulk)}
        if product["type"] == "service":
            line["quantity"] = self.rng.randint(1, 4)
        if self.rng.random() < (0.6 if channel == "marketplace" else 0.15):  # marketplaces have prices of their own
            percent = self.rng.choice((92, 95, 97, 104))
            line["price"] = (Decimal(product["price"]) * percent / 100).quantize(Decimal("0.01"))
        elif bulk and self.rng.random() < 0.35:
            line["discount"] = self.rng.choice(("5", "7.5", "10", "12.5", "15"))
        return line

    def lines(self, channel, customer, goods):
        """Lines of different products; companies buy more of them, and more of each."""
        most = {"edi": 9, "webshop": 4, "marketplace": 2}.get(channel, 6)
        chosen = self.rng.sample(goods, self.rng.randint(2 if channel == "edi" else 1, most))
        if self.rng.random() < 0.1:
            chosen.append(self.rng.choice(self.services))
        return [self.line(product, channel, bool(customer["is_company"])) for product in chosen]

    def history(self):
        days = [START + timedelta(self.rng.randint(0, (AS_OF - START).days - 1)) for _each in range(
            sum(past for past, _new in COUNTS.values()))]
        channels = [channel for channel, (past, _new) in COUNTS.items() for _each in range(past)]
        self.rng.shuffle(channels)
        placed = list(zip(sorted(days), channels, strict=True))
        services = [position for position, (_day, channel) in enumerate(placed) if channel in ("phone", "email")][::7]
        longest = next(position for position, (_day, channel) in enumerate(placed) if channel == "edi")
        orders = []
        for position, (day, channel) in enumerate(placed):
            customer = self.customer(channel)
            order = self.header(channel, customer)
            hour = self.rng.randint(7, 20)
            order["order_date"] = str(day) if channel in ("edi", "phone") else moment(
                day, hour, self.rng.randint(0, 59))
            requested = day + timedelta(self.rng.randint(5, 14))
            if position in services:
                lines = [self.line(product, channel, bulk=False) for product in self.services[position % 3:][:2]]
                late = self.finish_service(order, day, requested)
            else:
                lines = self.lines(channel, customer, self.plain)
                if position == longest:
                    lines = [self.line(product, channel, bulk=True) for product in self.rng.sample(self.plain, 12)]
                late = self.ship(lines, day, requested)
                self.settle(order, lines, customer)
            if late or self.rng.random() > 0.04:
                order["requested_date"] = str(requested)
            orders.append((order, lines))
        return orders

    def finish_service(self, order, day, requested):
        """Services have nothing to ship: they are over with the invoice, and never late."""
        done = workdays(day + timedelta(1), requested)[-1]
        if done < AS_OF - timedelta(6):
            order |= {"invoiced_date": str(done), "paid_date": str(done + timedelta(self.rng.randint(1, 6)))}
        return False

    def ship(self, lines, day, requested):
        """Ship an order on time, late, in part or not yet (zero: it is open since then); whether it is late."""
        goods = [line for line in lines if not line["sku"].startswith("FW-SRV")]
        late = self.rng.random() < 0.09
        first, last = (requested + timedelta(1), requested + timedelta(9)) if late else (day + timedelta(1), requested)
        candidates = workdays(first, last)
        shipped = candidates[int(len(candidates) * self.rng.random() ** 1.7)]
        waiting = self.rng.random() < (0.4 if (AS_OF - day).days < 12 else 0.025)
        if waiting or shipped >= AS_OF:
            for line in goods:
                line["shipped_quantity"] = 0
            return False
        when = moment(shipped, self.rng.randint(8, 16), self.rng.randint(0, 59))
        for line in goods:
            line["shipped_quantity"], line["shipped_date"] = line["quantity"], when
        if self.rng.random() < 0.14 and len(goods) > 1:
            short = self.rng.choice(goods)
            short["shipped_quantity"] = short["quantity"] // 2
            if not short["shipped_quantity"]:
                del short["shipped_date"]
        return late

    def settle(self, order, lines, customer):
        """Say when the invoice was written, where not on the day of shipping, and when it was paid."""
        shipped = next((line["shipped_date"] for line in lines if line.get("shipped_date")), None)
        if not shipped:
            return
        invoiced = date.fromisoformat(shipped[:10])
        if self.rng.random() < 0.1:
            invoiced += timedelta(self.rng.randint(1, 2))
            if invoiced <= AS_OF:
                order["invoiced_date"] = str(invoiced)
        days = customer["payment_days"]
        paid = invoiced + timedelta(self.rng.randint(max(1, days - 6), days + 9 if days else 2))
        if paid <= AS_OF and self.rng.random() > 0.05:
            order["paid_date"] = str(paid)

    def new_orders(self, history):
        channels = [channel for channel, (_past, new) in COUNTS.items() for _each in range(new)]
        self.rng.shuffle(channels)
        newcomers = catalogue.newcomers()
        orders = []
        for channel in channels:
            wanted = self.customer(channel)
            order = self.header(channel, wanted)
            if channel in ("webshop", "marketplace") and len(orders) % 3 == 0:
                order = {name: value for name, value in order.items() if not name.startswith(("ship_", "customer_"))}
                order |= newcomers[len(orders) // 3 % len(newcomers)]
                wanted = {"is_company": 0}
            if self.rng.random() < 0.7:
                order["order_date"] = moment(AS_OF - timedelta(self.rng.randint(1, 2)), self.rng.randint(7, 20), 15)
            order["requested_date"] = str(AS_OF + timedelta(self.rng.randint(2, 20)))
            if self.rng.random() < 0.2:
                order |= {"carrier": "Parcel Express", "note": "Express, please – needed before the weekend"}
            if channel == "phone" and self.rng.random() < 0.4:
                order["warehouse"] = "NORTH"
            orders.append((order, self.adorn(order, self.lines(channel, wanted, self.goods))))
        spoil(orders, history)
        return orders

    def adorn(self, order, lines):
        """What only new orders have: serial numbers in ones, barcodes, units, engraved texts."""
        products = {row["sku"]: row for row in self.goods}
        for line in lines:
            sku = line["sku"]
            product = products.get(sku)
            if product and product["tracking"] == "serial":
                line["quantity"] = 1
            elif product and Decimal(product["price"]) < 20 and line["quantity"] >= 24:
                line.update(unit="Pack of 6", quantity=line["quantity"] // 6, price="")
            if product and order["channel"] == "edi" and self.rng.random() < 0.3:
                line["sku"] = product["barcode"]
            if sku == "FW-SRV-ENG":
                line["description"] = "Engraving: “Tur på tur”"
        return lines


def spoil(orders, history):
    """Six orders that must be rejected, one for each mistake, and two that have come in before."""
    of = {channel: [pair for pair in orders if pair[0]["channel"] == channel] for channel in COUNTS}
    of["webshop"][3][1][-1]["sku"] = "FW-TNT-999"
    of["edi"][2][0]["customer"] = "C9999"
    of["phone"][1][1][0]["quantity"] = 0
    of["email"][2][0]["requested_date"] = "30.02.2026"
    of["edi"][6][1][0] |= {"unit": "Pallet", "quantity": 1}
    of["marketplace"][4][1][0]["sku"] = ""
    for channel, position in (("webshop", 8), ("edi", 9)):
        order, lines = of[channel][position]
        first, first_lines = [pair for pair in history if pair[0]["channel"] == channel][-3]
        for name in set(order) - {"requested_date"}:
            del order[name]
        order |= {name: first[name] for name in ("order", "channel", "customer", *SHIP, "carrier") if name in first}
        lines[:] = [{name: line[name] for name in ("sku", "quantity", "price", "discount") if name in line}
                    for line in first_lines]


def rows(orders):
    """Rows of an order file: what is said of the order stands on its first row."""
    for order, lines in orders:
        for position, line in enumerate(lines):
            yield line | (order if not position else {name: order[name] for name in ("order", "channel")})


def table(columns, content, encoding="utf-8", delimiter=","):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", delimiter=delimiter, lineterminator="\n",
                            extrasaction="ignore")
    writer.writeheader()
    writer.writerows(content)
    return stream.getvalue().encode(encoding)


def files():
    """Content of every file of the sample by name."""
    sample = Sample()
    history = sample.history()
    new = list(rows(sample.new_orders(history)))
    for row in new:  # the comma separates decimals here, as in much of Europe
        row.update({name: f"{Decimal(row[name]):,}".translate(str.maketrans(",.", ".,"))
                    for name in ("price", "discount") if row.get(name)})
    return {
        "dataset.json": (json.dumps(catalogue.DATASET, indent=1, ensure_ascii=False) + "\n").encode(),
        "products.csv": table(PRODUCT_COLUMNS, catalogue.products()),
        "customers.csv": table(CUSTOMER_COLUMNS, catalogue.customers()),
        "orders_history.csv": table(HISTORY_COLUMNS, rows(history)),
        "orders_new.csv": table(NEW_COLUMNS, new, "cp1252", ";"),
    }


def run():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
    say(f"Written: {folder}")


if __name__ == "__main__":
    main(run)
