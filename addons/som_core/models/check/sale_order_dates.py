from datetime import timedelta

from odoo import fields, models


class SaleOrder(models.Model):
    """When an order can be with the customer."""

    _inherit = "sale.order"

    def _som_earliest_dates(self):
        """When the goods can be with the customer at the earliest, without a query for each order.

        Native expected dates: the customer lead times from now, or from the
        confirmation; all goods where the order ships at once, else the first.
        Not before the security lead time is over: the transfer is planned that
        much ahead of what is promised.

        :return dict: order id → naive UTC datetime, for orders with goods that are not cancelled
        """
        now, dates = fields.Datetime.now(), {}
        for order in self:
            goods = (line for line in order.order_line
                     if line.product_id.type == "consu" and line._som_is_quantity_line())
            expected = [line._expected_date() for line in goods]
            if expected and order.state != "cancel":
                start = order.state == "sale" and order.date_order or now
                dates[order.id] = max(
                    order._select_expected_date(expected), start + timedelta(days=order.company_id.security_lead))
        return dates
