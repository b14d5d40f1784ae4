"""Good orders by the thousand, on the suite and on bare Odoo alike."""

PARTNERS, PRODUCTS = 50, 200


def prepare_check(env, name):
    """Values of a built-in check with the parameters it starts with."""
    from odoo.addons.som_core.checks import registry
    return dict(env["som.check"]._prepare_builtin(registry.get(name), env.company, 0), active=True)


class World:
    """Customers, products and stock; makes orders of them that pass every check."""

    def __init__(self, env):
        self.env = env
        self.made = 0
        country = env.ref("base.no")
        self.partners = env["res.partner"].create([{
            "name": f"Bench {n}", "ref": f"BENCH-{n}", "email": f"bench{n}@example.com", "street": f"{n} Main St",
            "city": "Oslo", "zip": "0150", "country_id": country.id, "is_company": True, "vat": f"NO{900000000 + n}MVA",
        } for n in range(PARTNERS)])
        self.products = env["product.product"].create([{
            "name": f"Bench {n}", "default_code": f"BENCH-{n}", "type": "consu", "is_storable": True,
            "list_price": 10 + n, "standard_price": 5, "weight": 0.1,
        } for n in range(PRODUCTS)])
        location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
        for product in self.products:
            env["stock.quant"]._update_available_quantity(product, location, 1_000_000)
        env.cr.commit()

    def orders(self, count, lines):
        """New quotations of ``lines`` lines each."""
        start, self.made = self.made, self.made + count
        return self.env["sale.order"].create([{
            "partner_id": self.partners[number % PARTNERS].id, "client_order_ref": f"BENCH-{number}",
            "order_line": [(0, 0, {
                "product_id": self.products[(number * lines + line) % PRODUCTS].id, "product_uom_qty": line + 1,
            }) for line in range(lines)],
        } for number in range(start, start + count)])
