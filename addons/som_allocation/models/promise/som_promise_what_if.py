from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.som_core.intake import parser
from odoo.addons.som_core.models.som_intake_directory import Directory
from odoo.addons.som_core.models.som_intake_messages import issue_message
from odoo.addons.som_core.models.som_intake_prepare import prepare_order

from .moments import when

#: What a cart may lack that an order may not.
OPTIONAL = frozenset({"order", "customer", "customer_name"})


class SomPromise(models.AbstractModel):
    """Dates for carts that are no orders yet: what a shop shows beside its goods."""

    _inherit = "som.promise"

    @api.model
    def what_if(self, carts, channel=None):
        """When the goods of carts could be with the customer if they were ordered now. Nothing is written.

        Each cart stands for itself, behind all who have ordered. Carts are written as orders are (README, *The line
        format*); what is no matter for a date (prices, addresses of people yet unknown) may be left out, also the
        number and the customer.

        :param list carts: mappings in the line format, each with ``lines``
        :param str channel: code of the channel of carts that name none
        :return list: one mapping per cart, in the order sent: ``date`` (UTC, as a string; False where nobody can say),
            ``lines`` (mappings with ``sku``, ``date``, ``missing``, and ``parts``, a list of ``quantity`` in the
            product's unit and ``date`` on which they are ready to ship), and ``errors``, as those of intake
        :raises AccessError: for who may not create orders
        :raises UserError: when ``carts`` is not a list, or the company promises no dates
        """
        self.env["sale.order"].check_access("create")
        if not isinstance(carts, (list, tuple)):
            raise UserError(self.env._("Send the carts as a list of objects, also where it is one cart only."))
        zone = ZoneInfo(self.env.company._som_tz())
        parsed = [parser.parse_order(cart, place, default_channel=channel, zone=zone)
                  for place, cart in enumerate(carts, start=1)]
        directory = Directory(self.env, parsed)
        warehouses = {company: self.env.user.with_company(company)._get_default_warehouse_id()
                      for company in directory.companies}
        orders = {place: self._som_new_order(cart, directory, warehouses) for place, cart in enumerate(parsed)}
        lines = [order.order_line for order in orders.values() if order]
        promises = self._som_promise(self.env["sale.order.line"].concat(*lines))
        return [self._som_answer_cart(cart, orders[place], promises) for place, cart in enumerate(parsed)]

    @api.model
    def _som_new_order(self, cart, directory, warehouses):
        """The order that a cart would become, not saved; none where something is wrong with the cart.

        :param dict warehouses: company → the warehouse of orders that name none
        """
        code = cart.values.get("channel")
        known = directory.channels.get(code)
        if code and not known:
            cart.blame("unknown_channel", field="channel", value=code)
        prepared = prepare_order(cart, directory)
        cart.issues = [issue for issue in cart.issues if issue.line or issue.field not in OPTIONAL
                       or cart.values.get(issue.field)]
        if cart.issues:
            return None
        company = known.company_id
        if not company.sudo().som_promise:  # sudo: whether dates are promised is no secret
            raise UserError(self.env._(
                "%s promises no dates. Switch on “Promise dates from stock” in the settings of Sales.", company.name))
        customer = prepared["customer"] or company.partner_id
        warehouse = known.warehouse_id or warehouses[company]  # said here, or it is looked up for each cart
        return self.env["sale.order"].with_company(company).new({
            "warehouse_id": warehouse.id, **prepared["order"], "partner_id": customer.id,
            # said here, or who knows of kits looks for them line by line
            "order_line": [Command.create({**line, "qty_delivered": 0.0}) for line in prepared["lines"]]})

    @api.model
    def _som_answer_cart(self, cart, order, promises):
        if not order:
            return {"date": False, "lines": [], "errors": [{
                "row": issue.row, "line": issue.line, "field": issue.field, "code": issue.code,
                "message": issue_message(self.env, issue)} for issue in cart.issues]}
        found = [promises.get(line) for line in order.order_line]
        dates = [promise.date for promise in found if promise]
        return {
            "date": fields.Datetime.to_string(max(dates)) if dates and all(dates) else False,
            "lines": [self._som_answer_line(line, promise)
                      for line, promise in zip(cart.lines, found, strict=True)],
            "errors": []}

    @api.model
    def _som_answer_line(self, line, promise):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        answer = {"sku": line.values.get("sku"), "date": False, "missing": 0.0, "parts": []}
        if promise:
            answer.update(
                date=fields.Datetime.to_string(promise.date) or False, missing=promise.missing,
                parts=[{"quantity": part.quantity / scale, "date": fields.Datetime.to_string(when(part.date))}
                       for part in promise.parts])
        return answer
