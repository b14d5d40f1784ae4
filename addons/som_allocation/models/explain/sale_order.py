from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """An order shows what the latest runs decided about its lines."""

    _inherit = "sale.order"

    som_allocation_count = fields.Integer(
        string="Allocated Lines", compute="_compute_som_allocation_count", groups="som_core.group_som_user")

    def _compute_som_allocation_count(self):
        lines = self._som_latest_allocation()
        for order in self:
            order.som_allocation_count = len(lines.get(order.id, ()))

    def _som_latest_allocation(self):
        """What the latest applied run that looked at each line said of it.

        :return: dict: order id → ids of ``som.allocation.run.line``
        """
        self.env["som.allocation.run"].flush_model(["state", "applied_at"])
        self.env["som.allocation.run.line"].flush_model()
        found = defaultdict(list)
        for order, line in self.env.execute_query(SQL(
                """SELECT order_id, id
                     FROM (SELECT o.order_id, l.id, l.rank, RANK() OVER (
                                      PARTITION BY l.line_id ORDER BY r.applied_at DESC, r.id DESC) AS age
                             FROM sale_order_line o
                             JOIN som_allocation_run_line l ON l.line_id = o.id
                             JOIN som_allocation_run r ON r.id = l.run_id
                            WHERE o.order_id = ANY(%s) AND r.state = 'applied') latest
                    WHERE age = 1 ORDER BY order_id, rank, id""", list(self.ids))):
            found[order].append(line)
        return found

    def action_som_open_allocation(self):
        """The latest word on each line; one line opens at once."""
        self.ensure_one()
        self.check_access("read")
        lines = self._som_latest_allocation().get(self.id, [])
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_allocation_order_line")
        title = self.env._("Allocation of %s", self.name)
        action = dict(action, name=title, display_name=title, domain=[("id", "in", lines)])
        if len(lines) == 1:
            action.update(res_id=lines[0], views=[(False, "form")])
        return action
