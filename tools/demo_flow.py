"""Inside Odoo: a dataset's orders are taken in and carried through the real flows."""
import base64
import sys
from collections import defaultdict
from datetime import timedelta, timezone

from tools import demo_load


def say(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def carry(env, dataset):
    """Load the dataset, take in its orders and carry each as far as it gets.

    :return list: ``som.import`` records, in the order they ran
    """
    say("Master data: products, customers, channels …")
    products, warehouses = demo_load.load_master_data(env, dataset)
    names = [*dataset.settings.get("history", []), *dataset.settings.get("new", [])]
    files = {name: dataset.orders(name) for name in names}
    demo_load.load_carriers(env, _values(files.values(), "carrier"))
    history = [files[name] for name in dataset.settings.get("history", [])]
    demo_load.load_stock(env, dataset, products, warehouses, _shipped(env, history), since=_before(history))
    env.cr.commit()
    imports = [take_in(env, name, files[name], history=True) for name in dataset.settings.get("history", [])]
    for name in dataset.settings.get("new", []):
        imports.append(take_in(env, name, files[name], history=False))
        work_through(env, imports[-1].order_ids)
    return imports


def _sheets(contents):
    from odoo.addons.som_core.intake import reader
    return [reader.read(content) for content in contents]


def _values(contents, column):
    return {row[column] for sheet in _sheets(contents) for _position, row in sheet.rows if row.get(column)}


def _shipped(env, contents):
    """(sku, warehouse code) → quantity that the history files ship."""
    from odoo.addons.som_core.intake import values
    channels = {channel.code: channel for channel in env["som.channel"].search([])}
    default = env["stock.warehouse"].search([], limit=1, order="id")
    total = defaultdict(float)
    for sheet in _sheets(contents):
        for _position, row in sheet.rows:
            if row.get("shipped_quantity"):
                warehouse = row.get("warehouse") or (channels[row["channel"]].warehouse_id or default).code
                total[row["sku"], warehouse] += values.number(row["shipped_quantity"], sheet.conventions)
    return total


def _before(contents):
    """A moment before the first order of the history files, wherever its clock stood; None where there is none.

    What is played on the past finds the stock there that the past was served from.
    """
    from odoo.addons.som_core.intake import values
    placed = [values.moment(row["order_date"], sheet.conventions, timezone.utc)
              for sheet in _sheets(contents) for _position, row in sheet.rows if row.get("order_date")]
    return min(placed) - timedelta(days=1) if placed else None


def take_in(env, name, content, history):
    """Import one file the way a user does: checked, then imported batch by committed batch."""
    record = env["som.import"].create({
        "filename": name, "content": base64.b64encode(content), "history": history})
    if not history:
        record.action_check()
    record.state = "running"
    orders, sheet = record._parse()
    record._reset(len(orders), sheet)

    def committed():
        env.cr.commit()
        say(f"{name}: {record.processed} of {record.total} orders")

    record._run_in_background(committed)
    env.cr.commit()
    return record


def work_through(env, orders):
    """A day's work on new orders: confirm, ship what is reserved, invoice, take money, cancel, take back."""
    quotations = orders.filtered(lambda order: order.state == "draft").sorted("id")
    quotations[: len(quotations) * 2 // 3].action_confirm()
    env.cr.commit()
    confirmed = orders.filtered(lambda order: order.state == "sale").sorted("id")
    say(f"New orders: {len(orders)} in, {len(confirmed)} confirmed and reserved as far as stock goes")
    confirmed[-1:]._action_cancel()
    for _step in range(2):  # picked in one round, shipped in the next where the warehouse has two steps
        pickings = confirmed.picking_ids.filtered(lambda picking: picking.state == "assigned").sorted("id")
        _validate(pickings[: len(pickings) * 3 // 4 or 1])
    say("New orders: what was reserved is shipped, the rest is on backorder")
    env.cr.commit()
    to_invoice = confirmed.filtered(lambda order: order.invoice_status == "to invoice")
    invoices = to_invoice._create_invoices(grouped=True)
    invoices.action_post()
    env.cr.commit()
    _pay(env, invoices.sorted("id")[::2])
    _take_back(env, confirmed)
    env.cr.commit()
    say(f"New orders: {len(invoices)} invoices, half of them paid, one delivery taken back")


def _validate(pickings):
    for move in pickings.move_ids:
        move.picked = True
    pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()


def _pay(env, invoices):
    if invoices:
        env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids).create({"group_payment": False})._create_payments()


def _take_back(env, orders):
    """One unit of the first delivered order comes back."""
    done = orders.picking_ids.filtered(
        lambda picking: picking.state == "done" and picking.picking_type_code == "outgoing").sorted("id")[:1]
    if not done:
        return
    wizard = env["stock.return.picking"].with_context(
        active_id=done.id, active_ids=done.ids, active_model="stock.picking").create({"picking_id": done.id})
    wizard.product_return_moves[:1].quantity = 1
    back = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
    back.move_ids.picked = True
    back.button_validate()
