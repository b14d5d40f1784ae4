"""Inside Odoo: the master data of a dataset becomes companies, products, customers, channels and stock."""
from collections import defaultdict


def load_master_data(env, dataset):
    """Create everything the dataset's orders refer to."""
    _company(env, dataset.settings.get("company", {}))
    warehouses = _warehouses(env, dataset.settings.get("warehouses", []))
    _channels(env, dataset.settings["channels"], warehouses)
    products = _products(env, dataset.rows("products.csv"))
    _customers(env, dataset.rows("customers.csv"))
    return products, warehouses


def _company(env, settings):
    company = env.company
    company.name = settings.get("name", company.name)
    country = _country(env, settings.get("country"))
    company.partner_id.write({
        "tz": settings.get("tz"), "street": settings.get("street"), "city": settings.get("city"),
        "zip": settings.get("zip"), "country_id": country.id if country else False})
    env.ref("base.user_admin").tz = settings.get("tz") or "UTC"
    env["res.config.settings"].create({
        "group_stock_multi_locations": True, "group_product_pricelist": True, "group_uom": True,
        "group_discount_per_so_line": True, "group_stock_production_lot": True,
    }).execute()


def _country(env, name):
    if not name:
        return env["res.country"]
    return env["res.country"].search(["|", ("code", "=", name.upper()), ("name", "=", name)], limit=1)


def _warehouses(env, settings):
    """Warehouses by code; the one Odoo starts with is kept."""
    found = {warehouse.code: warehouse for warehouse in env["stock.warehouse"].search([])}
    for entry in settings:
        values = {"delivery_steps": entry.get("steps", "ship_only")}
        if entry["code"] in found:
            found[entry["code"]].write(values)
        else:
            found[entry["code"]] = env["stock.warehouse"].create(
                {"code": entry["code"], "name": entry["name"], **values})
    return found


def _channels(env, settings, warehouses):
    for entry in settings:
        values = {key: entry[key] for key in ("code", "name", "kind", "confirm", "unknown_customer", "picking_policy")
                  if entry.get(key)}
        if entry.get("warehouse"):
            values["warehouse_id"] = warehouses[entry["warehouse"]].id
        env["som.channel"].create(values)


def _products(env, rows):
    """Products by SKU."""
    categories = {}
    for name in dict.fromkeys(row["category"] for row in rows):
        categories[name] = env["product.category"].create({"name": name})
    retired = env["product.tag"].create({"name": "Discontinued"}) if any(
        row.get("discontinued") == "1" for row in rows) else env["product.tag"]
    vals_list = []
    for row in rows:
        service = row["type"] == "service"
        vals = {
            "name": row["name"], "default_code": row["sku"], "categ_id": categories[row["category"]].id,
            "type": "service" if service else "consu", "is_storable": not service,
            "list_price": float(row["price"]), "standard_price": float(row.get("cost") or 0),
            "weight": float(row.get("weight") or 0), "barcode": row.get("barcode") or False,
            "invoice_policy": "order" if service else "delivery",
        }
        if row.get("tracking") in ("lot", "serial"):
            vals["tracking"] = row["tracking"]
        if row.get("discontinued") == "1":
            vals.update(product_tag_ids=[(6, 0, retired.ids)], som_discontinued=True)
        vals_list.append(vals)
    products = env["product.product"].create(vals_list)
    return {product.default_code: product for product in products}


def _customers(env, rows):
    countries = {country.code: country for country in env["res.country"].search([])}
    countries.update({country.name.upper(): country for country in countries.values()})
    states = {(state.country_id.id, state.code): state for state in env["res.country.state"].search([])}
    terms = {"14": "account.account_payment_term_15days", "30": "account.account_payment_term_30days"}
    vals_list = []
    for row in rows:
        country = countries[row["country"].upper()]
        state = states.get((country.id, row.get("state")))
        term = terms.get(row.get("payment_days") or "")
        vals_list.append({
            "name": row["name"], "ref": row["ref"], "is_company": row["is_company"] == "1",
            "email": row.get("email"), "phone": row.get("phone"), "street": row["street"],
            "street2": row.get("street2"), "zip": row["zip"], "city": row["city"],
            "country_id": country.id, "state_id": state.id if state else False,
            "property_payment_term_id": env.ref(term).id if term else False,
        })
    # tax numbers of invented customers would not pass the check of real ones
    env["res.partner"].create(vals_list)


def load_carriers(env, names):
    """A delivery method for every carrier the orders name."""
    for name in sorted(names):
        product = env["product.product"].create({
            "name": name, "type": "service", "default_code": False, "list_price": 0, "invoice_policy": "order"})
        env["delivery.carrier"].create({"name": name, "product_id": product.id, "delivery_type": "fixed"})


def load_stock(env, dataset, products, warehouses, shipped, since=None):
    """Stock such that, once history has shipped what it shipped, the dataset's own figure is left.

    :param dict shipped: (sku, warehouse code) → quantity that history will ship
    :param since: naive UTC moment from which the stock is said to have been there; now, if there is no history
    """
    main = next(iter(warehouses.values()))
    wanted = defaultdict(float, shipped)
    for row in dataset.rows("products.csv"):
        wanted[row["sku"], main.code] += float(row.get("stock") or 0)
        if "NORTH" in warehouses:
            wanted[row["sku"], "NORTH"] += float(row.get("stock_north") or 0)
    vals_list = []
    for (sku, code), quantity in sorted(wanted.items()):
        product = products[sku]
        if quantity <= 0 or not product.is_storable:
            continue
        location = warehouses[code].lot_stock_id
        vals_list += _quants(env, product, location, quantity)
    quants = env["stock.quant"].with_context(inventory_mode=True).create(vals_list)
    quants.action_apply_inventory(since)


def _quants(env, product, location, quantity):
    base = {"product_id": product.id, "location_id": location.id}
    if product.tracking == "none":
        return [{**base, "inventory_quantity": quantity}]
    count = int(quantity) if product.tracking == "serial" else 2
    lots = env["stock.lot"].create([
        {"name": f"{product.default_code}-{location.warehouse_id.code}-{number:04}", "product_id": product.id}
        for number in range(1, count + 1)])
    return [{**base, "lot_id": lot.id, "inventory_quantity": quantity / count} for lot in lots]
