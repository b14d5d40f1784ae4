"""Which delivery methods may carry which orders."""
import re
from functools import cached_property
from typing import NamedTuple

from odoo.tools.float_utils import float_compare

#: Weights and volumes are sums of floats: what differs less is equal.
DIGITS = 6
#: Providers who ask nobody outside: what is not named here prints labels, which state a weight.
OWN_PROVIDERS = frozenset({"fixed", "base_on_rule", "in_store"})
#: What a price may depend on that has the weight in it.
WEIGHTS = frozenset({"weight", "wv"})


class Area(NamedTuple):
    """Where a carrier delivers; empty parts mean anywhere."""

    countries: frozenset
    states: frozenset
    zips: re.Pattern | None

    def covers(self, country, state, postcode):
        if self.countries and country not in self.countries or self.states and state not in self.states:
            return False
        return not self.zips or bool(postcode and self.zips.match(postcode))


def _product_quantity(line):
    """The line's native ``product_qty``, without computing that field for thousands of lines."""
    unit, product_unit = line.product_uom_id, line.product_id.uom_id
    if unit == product_unit:
        return line.product_uom_qty
    return unit._compute_quantity(line.product_uom_qty, product_unit)


class Carriers:
    """The carriers of a batch: says what native ``available_carriers`` says, for all orders without a query for each.

    *serves* is about the address, *accepts* about the tags of products, and
    *excess* about weight and volume. Native asks all of them of one order.
    """

    def __init__(self, batch):
        self.batch = batch
        self._areas, self._served, self._tags, self._loads, self._weighs = {}, {}, {}, {}, {}

    @cached_property
    def active(self):
        Carrier = self.batch.env["delivery.carrier"]
        return list(Carrier.search([("active", "=", True), *Carrier._check_company_domain(self.batch.company)]))

    def candidates(self, order):
        """The order's carrier; where none is chosen, all that could be."""
        return [order.carrier_id] if order.carrier_id else self.active

    def serves(self, carrier, order):
        address = order.partner_shipping_id
        key = carrier.id, address.country_id.id, address.state_id.id, (address.zip or "").upper()
        if key not in self._served:
            self._served[key] = self._area(carrier).covers(*key[1:])
        return self._served[key]

    def _area(self, carrier):
        if carrier.id not in self._areas:
            self._areas[carrier.id] = Area(
                frozenset(carrier.country_ids.ids), frozenset(carrier.state_ids.ids), self._zips(carrier))
        return self._areas[carrier.id]

    def _zips(self, carrier):
        """The pattern of all the carrier's zip prefixes, which may be expressions of their own."""
        prefixes = carrier.zip_prefix_ids.mapped("name")
        try:
            return re.compile("|".join("^" + prefix for prefix in prefixes)) if prefixes else None
        except re.error as error:
            raise ValueError(f"{carrier.name}: {', '.join(prefixes)}: {error}") from error

    def accepts(self, carrier, order):
        wanted, unwanted = carrier.must_have_tag_ids, carrier.excluded_tag_ids
        if not wanted and not unwanted:
            return True
        tags = set().union(*(self._tags_of(line.product_id) for line in order.order_line))
        return (not wanted or not tags.isdisjoint(wanted.ids)) and tags.isdisjoint(unwanted.ids)

    def _tags_of(self, product):
        if product.id not in self._tags:
            self._tags[product.id] = frozenset(product.all_product_tag_ids.ids)
        return self._tags[product.id]

    def load(self, order):
        """:return dict: ``weight`` and ``volume`` of the order's goods, in the units of Odoo's settings"""
        if order.id not in self._loads:
            amounts = [(_product_quantity(line), line.product_id) for line in self.batch.shipped.get(order, ())]
            self._loads[order.id] = {
                "weight": sum(quantity * product.weight for quantity, product in amounts),
                "volume": sum(quantity * product.volume for quantity, product in amounts)}
        return self._loads[order.id]

    def excess(self, carrier, order):
        """What the order has too much of for a carrier.

        :return list: (``weight`` or ``volume``, the order's, the carrier's limit)
        """
        limits = {"weight": carrier.max_weight, "volume": carrier.max_volume}
        return [(kind, self.load(order)[kind], limit) for kind, limit in limits.items()
                if limit and float_compare(self.load(order)[kind], limit, precision_digits=DIGITS) > 0]

    def needs_weight(self, carrier):
        """Whether a carrier's price, limit or label depends on the weight of goods."""
        if carrier.id not in self._weighs:
            self._weighs[carrier.id] = (
                carrier.max_weight > 0 or carrier.delivery_type not in OWN_PROVIDERS
                or carrier.delivery_type == "base_on_rule" and any(
                    rule.variable in WEIGHTS or rule.list_price and rule.variable_factor in WEIGHTS
                    for rule in carrier.price_rule_ids))
        return self._weighs[carrier.id]

    @cached_property
    def units(self):
        template = self.batch.env["product.template"]
        return {
            "weight": template._get_weight_uom_id_from_ir_config_parameter(),
            "volume": template._get_volume_uom_id_from_ir_config_parameter(),
        }
