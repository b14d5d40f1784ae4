"""Checks of prices."""
from odoo.tools.translate import LazyTranslate

from .details import money, percent
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)


@builtin(
    "price_below_cost", _lt("Price below cost or floor margin"), group="price", parameters={"percent": 0.0},
    message=_lt("%(product)s at %(price)s earns a margin of %(margin)s; at least %(floor)s is wanted over its cost of"
                " %(cost)s. Raise the price, or have the hold waived."),
    explanation=_lt("Holds lines whose net price leaves less than so many percent over the product's cost."
                    " 0: nothing is sold below cost. Products without a cost pass."))
def price_below_cost(check, batch):
    """Margin = (net price − cost) ÷ net price, per unit of the product, in the company's currency."""
    currency = batch.company.currency_id
    for line in batch.lines:
        cost = line.product_id.standard_price
        if cost <= 0 or not line.product_uom_qty:
            continue
        net = _net_unit_price(line)
        margin = (net - cost) / net * 100 if net > 0 else float("-inf")
        if net < cost and currency.compare_amounts(net, cost) < 0 or round(margin - check.percent, 4) < 0:
            margin = max(margin, -999.0)
            yield Finding(
                line.order_id.id, line.id, extent=check.percent - margin, subject=str(line.product_id.id), details={
                    "product": line.product_id.display_name, "price": money(net, currency),
                    "margin": percent(margin), "floor": percent(check.percent), "cost": money(cost, currency)})


def _net_unit_price(line):
    """Net price of one unit of the product (its own unit of measure), in the company's currency."""
    uom, product = line.product_uom_id, line.product_id
    per_unit = line.price_subtotal / line.product_uom_qty
    if uom != product.uom_id:
        per_unit = uom._compute_price(per_unit, product.uom_id)
    return per_unit / (line.order_id.currency_rate or 1.0)
