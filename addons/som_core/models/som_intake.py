import contextlib
from zoneinfo import ZoneInfo

from psycopg2 import IntegrityError
from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command

from ..intake import parser
from .som_history import SILENCE
from .som_intake_directory import Directory
from .som_intake_messages import issue_message
from .som_intake_prepare import prepare_order

#: Fields of an order with a default that is a search and does not depend on the order.
COMMON = ("quotation_document_ids",)


class SomIntake(models.AbstractModel):
    """The one way in for orders from outside, whatever brings them."""

    _name = "som.intake"
    _description = "Order Intake"

    @api.model
    def submit(self, orders, channel=None, dry_run=False, history=False):
        """Take in orders as plain values; answer for each of them.

        Every order stands for itself: a bad one is rejected with everything
        that is wrong named, the others come in. An order that came in before
        (same channel, same number) is a duplicate and changes nothing.

        :param list orders: mappings in the line format (README), each with ``lines``
        :param str channel: code of the channel of orders that name none
        :param bool dry_run: check everything, keep nothing
        :param bool history: the orders may say what was shipped, invoiced and paid,
            which is then done; for managers only
        :return list: one mapping per order, in the order sent, with ``order``, ``channel``,
            ``status`` (``created``, ``duplicate``, ``rejected``; ``valid`` in a dry run),
            ``id``, ``name``, ``state``, ``held`` (whether it waits), ``holds`` (why, and warnings; see
            ``sale.order._som_hold_values``) and ``errors``, a list of ``line`` (position of the line in its
            order, 0 for the order itself), ``row`` (of a file), ``field``, ``code`` and ``message``
        :raises AccessError: when the caller may not create orders
        :raises UserError: when ``orders`` is not a list
        """
        if not isinstance(orders, (list, tuple)):
            raise UserError(self.env._("Send the orders as a list of objects, also where it is one order only."))
        if channel is not None and not isinstance(channel, str):
            raise UserError(self.env._("Name the channel by its code."))
        zones = self._zones()
        parsed = [
            parser.parse_order(order, position, default_channel=channel,
                               zone=zones(order.get("channel") if isinstance(order, dict) else None, channel))
            for position, order in enumerate(orders, start=1)]
        return self._take_in(parsed, dry_run=dry_run, history=history)

    def _zones(self):
        """A function from channel codes to the time zone of the first channel that exists."""
        channels = {channel.code: channel for channel in self.env["som.channel"].search(
            [("company_id", "in", self.env.companies.ids)])}
        fallback = self.env.company.partner_id.tz or self.env.user.tz or "UTC"

        def zone(*codes):
            named = next((channels[code] for code in codes if isinstance(code, str) and code in channels), None)
            return ZoneInfo(named._som_timezone() if named else fallback)
        return zone

    @api.model
    def _take_in(self, parsed, dry_run=False, history=False):
        """Take in parsed orders; see :meth:`submit`."""
        self.env["sale.order"].check_access("create")
        if history and not self.env.user.has_group("som_core.group_som_manager"):
            raise AccessError(self.env._("Only order managers may import history."))
        intake = self.with_context(**SILENCE) if history else self
        return intake._process(parsed, dry_run, history)

    def _process(self, parsed, dry_run, history):
        outcome = {}
        directory = Directory(self.env, parsed)
        accepted = self._judge(parsed, directory, outcome, history)
        prepared = []
        for order in accepted:
            values = prepare_order(order, directory)
            if order.issues:
                outcome[id(order)] = self._rejected(order)
            else:
                prepared.append((order, values))
        # One order for all workers: two that insert the same orders cannot wait for each other in a circle.
        prepared.sort(key=lambda pair: pair[0].key)
        with contextlib.closing(self.env.cr.savepoint()) as savepoint:
            created = self._create(prepared, directory, outcome, dry_run)
            if history and not dry_run:
                self.env["som.history"]._replay(created, outcome, self._rejected)
            elif not history:
                self._check_and_confirm(created, dry_run)
            for order, record in created:
                outcome.setdefault(id(order), self._accepted(order, record, dry_run))
            if not dry_run:  # otherwise, and after an error, closing takes everything back
                savepoint.close(rollback=False)
        return [outcome[id(order)] for order in parsed]

    def _judge(self, parsed, directory, outcome, history):
        """Orders worth preparing; duplicates and orders with mistakes are answered at once."""
        accepted, seen = [], {}
        for order in parsed:
            channel = directory.channels.get(order.key[0])
            if order.values.get("channel") and not channel:
                order.blame("unknown_channel", field="channel", value=order.values["channel"])
            if order.is_history and not history:
                order.blame("history_not_allowed")
            known = channel and directory.existing.get((channel.id, order.key[1]))
            if known:
                outcome[id(order)] = self._duplicate(order, *known)
            elif order.key in seen and order.values.get("order"):
                order.blame("repeated", field="order", value=order.key[1])
                outcome[id(order)] = self._rejected(order)
            else:
                seen[order.key] = order
                # mistakes of form are answered together with unknown customers and products
                accepted.append(order)
        return accepted

    # Creating

    def _create(self, prepared, directory, outcome, dry_run):
        """Create all orders in one go; where one of them fails, each on its own.

        :return list: (parsed order, ``sale.order``)
        """
        try:
            with self.env.cr.savepoint():
                return self._create_batch(prepared, directory, dry_run)
        except (UserError, IntegrityError) as error:
            if len(prepared) == 1:
                self._answer_failure(*prepared[0], error, outcome)
                return []
        created = []
        for pair in prepared:
            created += self._create([pair], directory, outcome, dry_run)
        return created

    def _create_batch(self, prepared, directory, dry_run):
        orders = [order for order, _values in prepared]
        partners = self._create_customers(prepared)
        addresses = {}
        vals_list = []
        common = self._prepare_common()
        for order, values in prepared:
            partner = values["customer"] or partners[order.values["channel"], order.values["customer"].casefold()]
            vals = dict(common, **values["order"], partner_id=partner.id)
            if values["address"]:
                vals["partner_shipping_id"] = self._delivery_address(partner, values, directory, addresses).id
            if dry_run:  # a number drawn from a sequence would be lost
                vals["name"] = f"dry-run/{order.values['order']}"
            vals["order_line"] = [Command.create(line) for line in values["lines"]]
            vals_list.append(vals)
        records = self.env["sale.order"].with_context(mail_create_nosubscribe=True).create(vals_list)
        records._som_record([
            {"order": record, "stage": "placed", "occurred_at": record.date_order} for record in records])
        return list(zip(orders, records, strict=True))

    @api.model
    def _prepare_common(self):
        """Defaults that are the same for all orders and that Odoo would search for anew for each of them."""
        Order = self.env["sale.order"]
        return Order.default_get([name for name in COMMON if name in Order._fields])

    def _create_customers(self, prepared):
        """Customers that are new, once each: (channel code, number) → partner."""
        new = {}
        for order, values in prepared:
            if not values["customer"]:
                new.setdefault((order.values["channel"], order.values["customer"].casefold()), values)
        if not new:
            return {}
        partners = self.env["res.partner"].create([values["new_customer"] for values in new.values()])
        try:
            with self.env.cr.savepoint():
                self.env["som.channel.customer"].create([
                    {"channel_id": values["order"]["som_channel_id"], "number": number, "partner_id": partner.id}
                    for ((_code, number), values), partner in zip(new.items(), partners, strict=True)])
        except UniqueViolation as error:
            # Another worker has just created the same customer; its row is not visible in this
            # transaction. The whole call is retried and finds it.
            raise ConcurrencyError("som.channel.customer: customer created meanwhile") from error
        return dict(zip(new, partners, strict=True))

    def _delivery_address(self, partner, values, directory, addresses):
        key = (partner.id, directory.address_key(values["address"]))
        found = addresses.get(key) or directory.addresses.get(key)
        if not found:
            if directory.address_of(partner) == key[1]:
                found = partner
            else:
                found = self.env["res.partner"].create(
                    dict(values["address"], type="delivery", parent_id=partner.id))
            addresses[key] = found
        return found

    def _check_and_confirm(self, created, dry_run):
        """Check what came in, and confirm what the channels want confirmed; what cannot be stays a quotation."""
        orders = self.env["sale.order"].union(*(record for _order, record in created))
        # confirming would draw numbers of transfers, which no rollback gives back
        wanted = orders.filtered(lambda order: order.som_channel_id.confirm == "yes" and not dry_run)
        (orders - wanted)._som_check(("confirmed", "allocated"))
        for order, error in wanted._som_confirm_each_asked().items():
            if error:
                order.message_post(body=self.env._("Not confirmed on its way in: %s", error))

    # Answering

    def _answer_failure(self, order, values, error, outcome):
        """One order could not be created: it came in meanwhile, or Odoo refuses it."""
        if isinstance(error, UniqueViolation) and "som_external_ref" in (error.diag.constraint_name or ""):
            known = self._came_in_meanwhile(values["order"])
            if known:
                outcome[id(order)] = self._duplicate(order, *known)
                return
        message = str(error) if isinstance(error, UserError) else self.env["sale.order"]._sql_error_to_message(error)
        order.issues.append(parser.Issue("refused", order.row, "", message))
        outcome[id(order)] = self._rejected(order)

    def _came_in_meanwhile(self, values):
        """The order another worker has just committed: only a new snapshot sees it."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                "SELECT id, name, state FROM sale_order WHERE som_channel_id = %s AND som_external_ref = %s",
                [values["som_channel_id"], values["som_external_ref"]])
            return cr.fetchone()

    def _answer(self, order, status, **more):
        return {
            "order": order.key[1], "channel": order.key[0], "row": order.row, "status": status,
            "id": False, "name": False, "state": False, "held": False, "holds": [], "errors": [], **more,
        }

    def _accepted(self, order, record, dry_run):
        found = {"held": record.som_hold_status == "held", "holds": record._som_hold_values()}
        if dry_run:
            return self._answer(order, "valid", **found)
        return self._answer(order, "created", id=record.id, name=record.name, state=record.state, **found)

    def _duplicate(self, order, record_id, name, state):
        return self._answer(order, "duplicate", id=record_id, name=name, state=state)

    def _rejected(self, order):
        return self._answer(order, "rejected", errors=[
            {"row": issue.row, "line": issue.line, "field": issue.field, "code": issue.code,
             "message": issue_message(self.env, issue)}
            for issue in order.issues])
