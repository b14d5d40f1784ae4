"""Checks of where an order goes and who brings it there. Orders without goods pass."""
from odoo.tools.translate import LazyTranslate

from .carriers import Carriers
from .details import labels, quantity, subject, term
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)

NOT_REACHED = {
    "marked": _lt("it is marked as undeliverable"),
    "archived": _lt("it is archived"),
    "country": _lt("nothing is delivered to its country"),
}
NOT_CARRIED = {
    "chosen_address": _lt("the delivery method does not go there"),
    "chosen_goods": _lt("the delivery method does not take these products"),
    "address": _lt("no delivery method goes there"),
    "goods": _lt("no delivery method that goes there takes these products"),
}
#: So many names are enough in a message.
NAMES = 5


def _address_text(address):
    """The address in one line."""
    town = " ".join(filter(None, (address.zip, address.city)))
    parts = (address.name or address.commercial_partner_id.name, address.street, address.street2, town,
             address.state_id.name, address.country_id.name)
    return ", ".join(filter(None, parts))


def _address_subject(address, *more):
    return subject(
        address.id, address.street, address.street2, address.zip, address.city, address.state_id.id,
        address.country_id.id, *more)


def _blank(text):
    return not (text or "").strip()


def _missing_parts(address):
    """Names of the fields that a parcel needs in the address's country, and that are empty."""
    missing = [name for name in ("street", "city") if _blank(address[name])]
    country = address.country_id
    if not country:
        return [*missing, "country_id"]
    if country.zip_required and _blank(address.zip):
        missing.append("zip")
    if country.state_required and not address.state_id and country.state_ids:
        missing.append("state_id")
    return missing


@builtin(
    "address_incomplete", _lt("Delivery address incomplete"), group="delivery",
    message=_lt("The delivery address of %(customer)s (%(address)s) lacks: %(missing)s. Complete the address, or have"
                " the hold waived."),
    explanation=_lt("Holds orders with goods whose delivery address lacks its street, city or country, or the postcode"
                    " or state where the country wants one."))
def address_incomplete(_check, batch):
    for order in batch.shipped:
        address = order.partner_shipping_id
        missing = _missing_parts(address)
        if missing:
            yield Finding(order.id, extent=len(missing), subject=_address_subject(address), details={
                "customer": order.partner_id.display_name, "address": _address_text(address),
                "missing": labels("res.partner", missing)})


def _not_reached(address, countries):
    """Why nothing arrives at an address; ``None`` where it does."""
    if address.som_undeliverable:
        return "marked"
    if not address.active:
        return "archived"
    if countries and address.country_id and address.country_id.id not in countries:
        return "country"
    return None


@builtin(
    "address_undeliverable", _lt("Delivery address undeliverable"), group="delivery",
    parameters={"country_ids": False},
    message=_lt("Nothing can be delivered to %(address)s: %(cause)s%(reason)s. Choose or correct the delivery address,"
                " or have the hold waived."),
    explanation=_lt("Holds orders with goods whose delivery address is marked as undeliverable, is archived, or lies"
                    " outside the countries chosen here. No countries: everywhere is delivered to."))
def address_undeliverable(check, batch):
    countries = set(check.country_ids.ids)
    for order in batch.shipped:
        address = order.partner_shipping_id
        cause = _not_reached(address, countries)
        if cause:
            reason = address.som_undeliverable_reason if cause == "marked" else ""
            yield Finding(order.id, subject=_address_subject(address, cause, reason), details={
                "address": _address_text(address), "cause": term(NOT_REACHED[cause]),
                "reason": f" ({reason})" if reason else ""})


@builtin(
    "no_carrier", _lt("No carrier serves the order"), group="delivery",
    message=_lt("%(carriers)s cannot bring this order to %(address)s: %(cause)s. Choose another delivery method or"
                " address, or have the hold waived."),
    explanation=_lt("Holds orders with goods whose delivery method does not go to the address or does not take the"
                    " products, by the areas and tags of the delivery method. Where none is chosen, one of the"
                    " company's must do; companies without delivery methods pass."))
def no_carrier(_check, batch):
    carriers = Carriers(batch)
    for order in batch.shipped:
        candidates = carriers.candidates(order)
        serving = [carrier for carrier in candidates if carriers.serves(carrier, order)]
        if not candidates or any(carriers.accepts(carrier, order) for carrier in serving):
            continue
        cause = ("chosen_" if order.carrier_id else "") + ("goods" if serving else "address")
        refusing = serving or candidates
        goods = sorted(batch.shipped[order].product_id.ids) if serving else ""
        yield Finding(
            order.id, subject=_address_subject(order.partner_shipping_id, order.carrier_id.id, cause, goods), details={
                "carriers": ", ".join(carrier.name for carrier in refusing[:NAMES]), "cause": term(NOT_CARRIED[cause]),
                "address": _address_text(order.partner_shipping_id)})


@builtin(
    "carrier_limits", _lt("Over the carrier's weight or volume"), group="delivery",
    message=_lt("%(carrier)s takes at most %(limit)s; the goods of this order come to %(total)s. Choose another"
                " delivery method, split the order, or have the hold waived."),
    explanation=_lt("Holds orders whose goods weigh more, or take more room, than their delivery method allows. Where"
                    " none is chosen, one of those that serve the order must do."))
def carrier_limits(_check, batch):
    carriers = Carriers(batch)
    for order in batch.shipped:
        for carrier, kind, total, limit in _over_limits(carriers, order):
            unit = carriers.units[kind]
            yield Finding(
                order.id, extent=total - limit, subject=subject(kind, carrier.id), details={
                    "carrier": carrier.name, "limit": quantity(limit, unit), "total": quantity(total, unit)})


def _over_limits(carriers, order):
    """What is over the limits of the order's carrier; where none is chosen, of the one that comes nearest."""
    candidates = carriers.candidates(order)
    if not order.carrier_id:
        candidates = [carrier for carrier in candidates
                      if carriers.serves(carrier, order) and carriers.accepts(carrier, order)]
    nearest = None
    for carrier in candidates:
        over = [(carrier, *excess) for excess in carriers.excess(carrier, order)]
        if not over:
            return ()
        ratio = max(total / limit for _carrier, _kind, total, limit in over)
        if nearest is None or ratio < nearest[0]:
            nearest = ratio, over
    return nearest[1] if nearest else ()
