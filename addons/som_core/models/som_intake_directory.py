"""Everything incoming orders refer to, looked up with one query per kind."""
from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import email_normalize

from ..intake.schema import SHIP_ADDRESS


def _values(orders, name):
    return {order.values[name] for order in orders if order.values.get(name)}


def _line_values(orders, name):
    return {line.values[name] for order in orders for line in order.lines if line.values.get(name)}


def _address_key(values):
    """What makes two addresses the same: their parts, whatever the case."""
    return tuple(str(part or "").strip().casefold() for part in values)


def _read_together(found, records):
    """Records by name, such that what one of them is asked for is read for all."""
    return {name: some.with_prefetch(records.ids) for name, some in found.items()}


class Directory:
    """Records by what outsiders call them, for one batch of parsed orders.

    :param env: environment of the caller; what he may not read is unknown to him
    :param orders: list of :class:`~..intake.parser.Order`
    """

    def __init__(self, env, orders):
        self.env = env
        self.channels = self._find_channels(orders)
        self.companies = env["res.company"].union(*(channel.company_id for channel in self.channels.values()))
        self.existing = self._find_existing(orders)
        self.numbers, self.partners = self._find_customers(orders)
        self.products = self._find_products(orders)
        self.units = self._find_units(orders)
        self.carriers = self._find_by_name("delivery.carrier", _values(orders, "carrier"))
        self.warehouses = self._find_warehouses(orders)
        self.countries = self._find_countries(orders)
        self.states = self._find_states(orders)
        self.addresses = self._find_addresses(orders)

    def _own(self, model):
        """Domain of what all companies share or one of the batch's companies owns."""
        if "company_id" not in self.env[model]._fields:
            return Domain.TRUE
        return Domain("company_id", "in", [False, *self.companies.ids])

    def _find_channels(self, orders):
        codes = _values(orders, "channel")
        found = {}
        here = self.env.company
        channels = self.env["som.channel"].search(
            [("code", "in", list(codes)), ("company_id", "in", self.env.companies.ids)]) if codes else ()
        for channel in channels:
            if channel.code not in found or channel.company_id == here:
                found[channel.code] = channel
        return found

    def _find_existing(self, orders):
        """(channel id, number) → (id, name, state) of orders that came in before."""
        numbers = _values(orders, "order")
        if not numbers or not self.channels:
            return {}
        channel_ids = [channel.id for channel in self.channels.values()]
        # sudo: an order is a duplicate whether or not the caller may read the first one
        rows = self.env["sale.order"].sudo().search_fetch(
            [("som_channel_id", "in", channel_ids), ("som_external_ref", "in", list(numbers))],
            ["som_channel_id", "som_external_ref", "name", "state"])
        return {(row.som_channel_id.id, row.som_external_ref): (row.id, row.name, row.state) for row in rows}

    def _find_customers(self, orders):
        keys = {key.casefold() for key in _values(orders, "customer")}
        if not keys:
            return {}, {}
        exact = _values(orders, "customer")
        channel_ids = [channel.id for channel in self.channels.values()]
        known = self.env["som.channel.customer"].search(
            [("channel_id", "in", channel_ids), ("number", "in", list(keys))])
        numbers = {(row.channel_id.id, row.number): row.partner_id for row in known}
        emails = [email for email in map(email_normalize, exact) if email]
        partners = defaultdict(lambda: self.env["res.partner"])
        domain = Domain("ref", "in", list(exact)) | Domain("email_normalized", "in", emails)
        Partner = self.env["res.partner"].with_context(active_test=False)
        known = Partner.search(domain & self._own("res.partner"))
        for partner in known:
            if partner.ref in exact:
                partners["ref", partner.ref.casefold()] |= partner
            if partner.email_normalized in emails:
                partners["email", partner.email_normalized] |= partner
        return numbers, _read_together(partners, known)

    def customer(self, channel, key):
        """The customer an order means.

        :return tuple: (partner, None), or (no partner, code of what is wrong)
        """
        nobody = self.env["res.partner"]
        known = self.numbers.get((channel.id, key.casefold()))
        if known:
            return known, None
        for kind, value in (("ref", key.casefold()), ("email", email_normalize(key))):
            found = self.partners.get((kind, value), nobody).filtered(
                lambda partner: partner.company_id.id in (False, channel.company_id.id))
            active = found.filtered("active")
            if len(active) > 1:  # a company and its people may share an address: the company is meant
                active = active.filtered(lambda partner: not partner.parent_id) or active
            if len(active) > 1:
                return nobody, "ambiguous_customer"
            if active:
                return active, None
            if found:
                return nobody, "archived_customer"
        return nobody, "unknown_customer"

    def _find_products(self, orders):
        skus = list(_line_values(orders, "sku"))
        found = defaultdict(lambda: self.env["product.product"])
        if not skus:
            return found
        domain = Domain("default_code", "in", skus) | Domain("barcode", "in", skus)
        Product = self.env["product.product"].with_context(active_test=False)
        products = Product.search(domain & self._own("product.product"))
        for product in products:
            for name in {product.default_code, product.barcode}.intersection(skus):
                found[name] |= product
        return _read_together(found, products)

    def product(self, company, sku):
        """The product a SKU means in a company: (product, None) or (no product, what is wrong)."""
        nothing = self.env["product.product"]
        found = self.products.get(sku, nothing).filtered(
            lambda product: product.company_id.id in (False, company.id))
        active = found.filtered("active")
        if len(active) > 1:
            return nothing, "ambiguous_sku"
        if active:
            return active, None
        return nothing, "archived_product" if found else "unknown_sku"

    def _find_units(self, orders):
        """Units by name, in the caller's language and in English."""
        if not _line_values(orders, "unit"):
            return {}
        found = {}
        for lang in ("en_US", self.env.lang):
            for unit in self.env["uom.uom"].with_context(lang=lang).search([]):
                found[unit.name.casefold()] = unit.with_context(lang=self.env.lang)
        return found

    def _find_by_name(self, model, names):
        """Records of a model by name, several per name where companies have their own."""
        found = defaultdict(lambda: self.env[model])
        if names:
            domain = Domain.OR([("name", "=ilike", _like(name))] for name in names)
            for record in self.env[model].search(domain & self._own(model)):
                found[record.name.casefold()] |= record
        return dict(found)

    def carrier(self, company, name):
        found = self.carriers.get(name.casefold(), self.env["delivery.carrier"])
        return found.filtered(lambda carrier: carrier.company_id.id in (False, company.id))[:1]

    def _find_warehouses(self, orders):
        codes = _values(orders, "warehouse")
        if not codes:
            return {}
        found = self.env["stock.warehouse"].search(
            [("code", "in", list(codes)), ("company_id", "in", self.companies.ids)])
        return {(warehouse.company_id.id, warehouse.code): warehouse for warehouse in found}

    def _find_countries(self, orders):
        names = _values(orders, "country") | _values(orders, "ship_country")
        found = {}
        if names:
            for lang in ("en_US", self.env.lang):
                for country in self.env["res.country"].with_context(lang=lang).search([]):
                    found[country.name.casefold()] = found[country.code.casefold()] = country
        return found

    def _find_states(self, orders):
        names = _values(orders, "state") | _values(orders, "ship_state")
        found = {}
        if names:
            domain = Domain("code", "in", list(names)) | Domain.OR(
                [("name", "=ilike", _like(name))] for name in names)
            for state in self.env["res.country.state"].search(domain):
                found[state.country_id.id, state.code.casefold()] = state
                found[state.country_id.id, state.name.casefold()] = state
        return found

    def _find_addresses(self, orders):
        """(customer id, address) → the contact that has it, for customers with a delivery elsewhere."""
        sent = [order for order in orders if any(order.values.get(name) for name in SHIP_ADDRESS)]
        if not sent:
            return {}
        known = self.env["res.partner"].union(*self.numbers.values(), *self.partners.values())
        found = {}
        contacts = self.env["res.partner"].search(
            ["|", ("id", "in", known.ids), "&", ("parent_id", "in", known.ids), ("type", "=", "delivery")])
        for contact in contacts:
            owner = contact.parent_id if contact.parent_id in known and contact.type == "delivery" else contact
            found[owner.id, self.address_of(contact)] = contact
        return found

    def address_of(self, contact):
        return _address_key((contact.name, contact.street, contact.street2, contact.zip, contact.city,
                             contact.state_id.id, contact.country_id.id))

    def address_key(self, values):
        return _address_key((values["name"], values.get("street"), values.get("street2"), values.get("zip"),
                             values.get("city"), values.get("state_id"), values.get("country_id")))


def _like(name):
    """A name as an ilike pattern that matches itself alone."""
    return name.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
