"""Checks of where it goes."""
from odoo.tools.translate import LazyTranslate

from .registry import Finding, builtin

_lt = LazyTranslate(__name__)


def _deliveries(batch):
    """Orders with goods that are shipped."""
    return batch.goods.order_id


@builtin(
    "address_incomplete", _lt("Incomplete delivery address"), group="delivery",
    message=_lt("The delivery address of %(customer)s lacks: %(missing)s. Complete it, or choose another address."),
    explanation=_lt("Holds orders with goods whose delivery address lacks street, city or country, or the zip code or"
                    " state where the country wants one."))
def address_incomplete(_check, batch):
    labels = batch.env["res.partner"].fields_get(["street", "city", "zip", "state_id", "country_id"], ["string"])
    for order in _deliveries(batch):
        missing = _missing(order.partner_shipping_id)
        if missing:
            yield Finding(order.id, extent=len(missing), subject=str(order.partner_shipping_id.id), details={
                "customer": order.partner_shipping_id.display_name,
                "missing": ", ".join(labels[name]["string"] for name in missing)})


def _missing(partner):
    """Names of the fields an address needs and has not."""
    country = partner.country_id
    wanted = ["street", "city", "country_id"]
    if country.zip_required:
        wanted.append("zip")
    if country.state_required:
        wanted.append("state_id")
    return [name for name in wanted if not partner[name]]


@builtin(
    "address_undeliverable", _lt("Undeliverable address"), group="delivery",
    message=_lt("Parcels to %(customer)s come back: %(reason)s. Ask the customer for another address."),
    explanation=_lt("Holds orders with goods that go to an address marked as undeliverable."))
def address_undeliverable(_check, batch):
    for order in _deliveries(batch):
        address = order.partner_shipping_id
        if address.som_undeliverable:
            yield Finding(order.id, subject=str(address.id), details={
                "customer": address.display_name, "reason": address.som_undeliverable_reason or "–"})


@builtin(
    "carrier_limits", _lt("Too heavy or too big for the carrier"), group="delivery",
    message=_lt("%(carrier)s takes up to %(limit)s %(unit)s, this order has %(total)s. Choose another delivery method,"
                " or split the order."),
    explanation=_lt("Holds orders whose goods weigh more, or take more room, than their delivery method allows."))
def carrier_limits(_check, batch):
    """Weight and volume as `delivery.carrier` adds them up: of the goods, in their own units."""
    template = batch.env["product.template"]
    for kind, limit_field, unit in (
            ("weight", "max_weight", template._get_weight_uom_name_from_ir_config_parameter()),
            ("volume", "max_volume", template._get_volume_uom_name_from_ir_config_parameter())):
        for order in _deliveries(batch).filtered("carrier_id"):
            limit = order.carrier_id[limit_field]
            total = limit and sum(line.product_id[kind] * line.product_qty for line in order.order_line)
            if total > limit:
                yield Finding(order.id, extent=total, subject=f"{kind}:{order.carrier_id.id}", details={
                    "carrier": order.carrier_id.name, "limit": limit, "total": total, "unit": unit})
