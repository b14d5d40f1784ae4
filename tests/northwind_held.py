"""Inside Odoo: the Northwind orders come in once more, with the check of discontinued products on."""
import base64
import csv
import io
from pathlib import Path

CHECK = "product_discontinued"


def _as_new(folder):
    """The file without what has happened to its orders since, through the channel ``again``."""
    with (Path(folder) / "orders.csv").open(newline="", encoding="utf-8") as stream:
        rows = [{name: value for name, value in row.items() if not name.startswith("shipped_")}
                for row in csv.DictReader(stream)]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows({**row, "channel": "again"} for row in rows)
    return text.getvalue().encode()


def take_in_again(env, folder):
    """Import the orders as new ones through a channel that confirms; nothing is committed.

    :param str folder: the dataset as ``tools.northwind`` writes it
    :return dict: numbers of the orders by what became of them, and which checks held them
    """
    env = env(user=env.ref("base.user_admin"))
    env["som.check"].with_context(active_test=False).search([("builtin", "=", CHECK)]).active = True
    channel = env["som.channel"].create({"code": "again", "name": "Again", "confirm": "yes"})
    record = env["som.import"].create({"filename": "again.csv", "content": base64.b64encode(_as_new(folder))})
    record.state = "running"
    orders, sheet = record._parse()
    record._reset(len(orders), sheet)
    record._run_in_background(lambda: None)
    orders = env["sale.order"].search([("som_channel_id", "=", channel.id)])
    held = orders.filtered(lambda order: order.som_hold_status == "held")
    return {
        "held": sorted(held.mapped("som_external_ref")),
        "checks": sorted(set(held.som_hold_check_ids.mapped("builtin"))),
        "held_and_confirmed": len(held.filtered(lambda order: order.state == "sale")),
        "confirmed": sorted(orders.filtered(lambda order: order.state == "sale").mapped("som_external_ref")),
        "lines": len(held.som_hold_ids),
    }
