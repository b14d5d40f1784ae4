"""The ground of a race: few products that everybody wants, customers, and open orders; plain Odoo, suite or not."""

PARTNERS = 40


def prepare(env, products, stock, orders=0):
    """Make products with stock, customers and quotations.

    :param products: how many
    :param stock: units of each that are there
    :return dict: ids by what they are
    """
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    made = env["product.product"].create([
        {"name": f"Hot {number}", "type": "consu", "is_storable": True, "list_price": 10.0}
        for number in range(products)])
    for product in made:
        env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, stock)
    partners = env["res.partner"].create([{"name": f"Racer {number}"} for number in range(PARTNERS)])
    world = {
        "products": made.ids, "partners": partners.ids, "stock": warehouse.lot_stock_id.id, "initial": stock,
        "out_type": warehouse.out_type_id.id, "in_type": warehouse.in_type_id.id,
        "customers": env.ref("stock.stock_location_customers").id,
        "suppliers": env.ref("stock.stock_location_suppliers").id}
    env["sale.order"].create([{
        "partner_id": partners[number % PARTNERS].id,
        "order_line": [(0, 0, {"product_id": made[(number + step) % products].id, "product_uom_qty": 1 + number % 4})
                       for step in (0, 7)],
    } for number in range(orders)])
    return world
