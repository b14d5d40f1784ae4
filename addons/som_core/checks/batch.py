"""The orders that are checked together."""
from functools import cached_property

from odoo import fields

from .discounts import Discounts
from .pricelist import Prices


def read_at_once(records):
    """Read the columns of all records by one query; left alone, the ORM takes a query for every thousand."""
    records.fetch([name for name, field in records._fields.items() if field.prefetch is True and field.column_type])


class Batch:
    """Orders of one company under check, and what several checks need of them, read once.

    Orders and lines are in superuser mode, in the company of the check: what
    is found must not depend on who confirms.
    """

    def __init__(self, orders, company):
        self.company = company
        # sudo: see above; findings are stored as holds, which have access rules of their own
        self.orders = orders.sudo().with_company(company).with_context(active_test=False)

    @property
    def env(self):
        return self.orders.env

    @cached_property
    def lines(self):
        """Lines that order something: no sections, notes, down payments, freight."""
        read_at_once(self.orders)
        read_at_once(self.orders.order_line)
        return self.orders.order_line.filtered(lambda line: line._som_is_quantity_line())

    @cached_property
    def entered(self):
        """Lines without what promotions of ``sale_loyalty`` gave, where it is installed: nobody chose or priced it."""
        rewards = "is_reward_line" in self.lines._fields
        return self.lines.filtered(lambda line: not line.is_reward_line) if rewards else self.lines

    def questioned(self, check, mark="som_ordered_anew"):
        """The lines somebody entered that a check still asks about.

        What was agreed when an order was confirmed is not questioned because the world has moved since: a check that
        guards the confirmation looks, on a confirmed order, only at what was added or changed later.

        :param str mark: the lines' field that says so
        """
        if check.stage != "confirmed" or not self._confirmed:
            return self.entered
        return self.entered.filtered(lambda line: line.order_id not in self._confirmed or line[mark])

    @cached_property
    def _confirmed(self):
        return self.orders.filtered(lambda order: order.state == "sale")

    @cached_property
    def discounts(self):
        return Discounts(self)

    @cached_property
    def prices(self):
        return Prices(self)

    @cached_property
    def goods(self):
        """Lines with goods that are shipped."""
        return self.lines.filtered(lambda line: line.product_id.type == "consu")

    @cached_property
    def shipped(self):
        """Orders with goods that are shipped, and their lines with goods.

        :return dict: order → lines
        """
        return self.goods.grouped("order_id")

    @cached_property
    def today(self):
        """The day it is for the company."""
        zone = self.company.partner_id.tz or self.env.user.tz or "UTC"
        return fields.Date.context_today(self.orders.with_context(tz=zone))

    def held_by_others(self, check):
        """Orders that another check keeps from being confirmed: of what is scarce they take nothing yet."""
        return self.env["som.hold"].search([
            ("order_id", "in", self.orders.ids), ("check_id", "!=", check.id), ("state", "=", "open"),
            ("severity", "=", "hold"), ("stage", "=", "confirmed")]).order_id

    def narrowed(self, orders):
        """The same for some of the orders."""
        return self if len(orders) == len(self.orders) else Batch(orders, self.company)
