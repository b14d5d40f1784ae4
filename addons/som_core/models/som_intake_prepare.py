"""Values of an order, its lines and its new contacts, from a parsed order and a directory."""
from odoo.tools import email_normalize

from ..intake.schema import SHIP_ADDRESS


def prepare_order(order, directory):
    """Everything needed to create one order; what is wrong is added to ``order.issues``.

    :return dict: ``order`` (values of the order), ``lines`` (a list of values), ``customer`` (a partner, empty
        for a new one), ``new_customer`` (values), ``address`` (values of a delivery address, or None)
    """
    channel = directory.channels.get(order.values.get("channel"))
    if not channel:
        return {}
    customer, new_customer = _prepare_customer(order, channel, directory)
    return {
        "order": _prepare_order_values(order, channel, customer, directory),
        "lines": [_prepare_line(order, line, channel, directory, position)
                  for position, line in enumerate(order.lines, start=1)],
        "customer": customer,
        "new_customer": new_customer,
        "address": _prepare_delivery_address(order, customer, directory),
    }


def _prepare_customer(order, channel, directory):
    key = order.values.get("customer")
    if not key:
        return directory.env["res.partner"], {}
    customer, problem = directory.customer(channel, key)
    if not problem:
        return customer, {}
    if problem != "unknown_customer" or channel.unknown_customer == "reject":
        order.blame(problem, field="customer", value=key)
        return customer, {}
    if not order.values.get("customer_name"):
        order.blame("no_customer_name", field="customer_name")
    return customer, _prepare_new_customer(order, channel, directory)


def _prepare_new_customer(order, channel, directory):
    key = order.values["customer"]
    email = order.values.get("email") or email_normalize(key) or False
    return {
        "name": order.values.get("customer_name"),
        "ref": False if email_normalize(key) else key,
        "email": email,
        "phone": order.values.get("phone"),
        "vat": order.values.get("vat"),
        "company_id": channel.company_id.id,
        "is_company": bool(order.values.get("vat")),
        **_prepare_address(order, "", directory),
    }


def _prepare_address(order, prefix, directory):
    values = order.values
    country = state = None
    name = values.get(f"{prefix}country")
    if name:
        country = directory.countries.get(name.casefold())
        if not country:
            order.blame("unknown_country", field=f"{prefix}country", value=name)
    name = values.get(f"{prefix}state")
    if name and country:
        state = directory.states.get((country.id, name.casefold()))
        if not state:
            order.blame("unknown_state", field=f"{prefix}state", value=name)
    return {
        "street": values.get(f"{prefix}street"),
        "street2": values.get(f"{prefix}street2"),
        "zip": values.get(f"{prefix}zip"),
        "city": values.get(f"{prefix}city"),
        "state_id": state.id if state else False,
        "country_id": country.id if country else False,
    }


def _prepare_delivery_address(order, customer, directory):
    if not any(order.values.get(name) for name in SHIP_ADDRESS):
        return None
    name = order.values.get("ship_name") or customer.name or order.values.get("customer_name")
    return {"name": name, **_prepare_address(order, "ship_", directory)}


def _prepare_order_values(order, channel, customer, directory):
    values = order.values
    vals = {
        "company_id": channel.company_id.id,
        "som_channel_id": channel.id,
        "som_external_ref": values.get("order"),
        "user_id": (channel.user_id or customer.user_id or customer.commercial_partner_id.user_id).id,
        "client_order_ref": values.get("customer_reference"),
        "som_import_id": directory.env.context.get("som_import_id"),
    }
    if values.get("order_date"):
        vals["date_order"] = values["order_date"]
    if values.get("requested_date"):
        # What the customer asked for is kept; native scheduling starts from the same date
        # until a promise takes its place.
        vals["som_requested_date"] = vals["commitment_date"] = values["requested_date"]
    if channel.picking_policy:
        vals["picking_policy"] = channel.picking_policy
    if values.get("note"):
        vals["note"] = values["note"]
    if values.get("carrier"):
        carrier = directory.carrier(channel.company_id, values["carrier"])
        if not carrier:
            order.blame("unknown_carrier", field="carrier", value=values["carrier"])
        vals["carrier_id"] = carrier.id
    if values.get("warehouse"):
        warehouse = directory.warehouses.get((channel.company_id.id, values["warehouse"]))
        if not warehouse:
            order.blame("unknown_warehouse", field="warehouse", value=values["warehouse"])
        else:
            vals["warehouse_id"] = warehouse.id
    if values.get("currency"):
        pricelist = channel.pricelist_id or customer.with_company(channel.company_id).property_product_pricelist
        currency = pricelist.currency_id or channel.company_id.currency_id
        if currency.name != values["currency"].upper():
            order.blame("wrong_currency", field="currency", value=values["currency"])
    return vals


def _prepare_line(order, line, channel, directory, position):
    values = line.values
    vals = {"sequence": 10 * position, "product_uom_qty": values.get("quantity")}
    if values.get("sku"):
        product, problem = directory.product(channel.company_id, values["sku"])
        if problem:
            order.blame_line(line, problem, "sku", values["sku"])
        vals["product_id"] = product.id
        if values.get("unit"):
            vals["product_uom_id"] = _unit(order, line, product, directory).id
    if "price" in values:
        # A price that differs from the technical one counts as set by hand: it is the channel's
        # and must outlive a later change of quantity.
        vals["price_unit"] = values["price"]
        vals["technical_price_unit"] = 0.0 if values["price"] else 1.0
    if "discount" in values:
        vals["discount"] = values["discount"]
    if values.get("description"):
        vals["name"] = values["description"]
    return vals


def _unit(order, line, product, directory):
    name = line.values["unit"]
    unit = directory.units.get(name.casefold())
    if not unit:
        order.blame_line(line, "unknown_unit", "unit", name)
        return directory.env["uom.uom"]
    if product and not unit._has_common_reference(product.uom_id):
        order.blame_line(line, "wrong_unit", "unit", name)
    return unit
