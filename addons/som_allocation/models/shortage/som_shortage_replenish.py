from datetime import datetime, time

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from odoo.addons.stock.models.stock_rule import ProcurementException


class SomShortage(models.Model):
    """Shortages become native replenishment: one by one through Odoo's form, or many at once."""

    _inherit = "som.shortage"

    def _som_replenish_form(self, quantity, route=None):
        """Odoo's form *Replenish*, filled in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_product_replenish")
        action["context"] = {
            "default_product_id": self.product_id.id, "default_product_tmpl_id": self.product_id.product_tmpl_id.id,
            "default_quantity": quantity, "default_warehouse_id": self.warehouse_id.id,
            "default_date_planned": self._som_needed_at(), "default_company_id": self.company_id.id,
            **({"default_route_id": route.id} if route else {})}
        return action

    def _som_needed_at(self):
        """Noon of the day on which it is wanted, or now where that is past."""
        self.ensure_one()
        return max(datetime.combine(self.wanted_on, time(12)), fields.Datetime.now())

    def action_replenish_form(self):
        """Replenish this product by Odoo's form.

        :raises UserError: where all of it is asked for already: then a request has to be confirmed
        """
        self.ensure_one()
        self.check_access("read")
        requests = self.cure_ids.filtered(lambda cure: cure.kind == "request")
        quantity = (self.missing_qty + self.to_order_qty or self.short_qty) - sum(requests.mapped("quantity"))
        if self.product_uom_id.compare(quantity, 0) <= 0:
            raise UserError(self.env._(
                "All of it is asked for already: %s. Confirm that, or order by hand.",
                "; ".join(requests.mapped("what"))))
        return self._som_replenish_form(quantity)

    def action_replenish(self):
        """Have what nobody has ordered yet replenished, for all chosen rows.

        A problem stops its own row alone; what was done and what was not is told in the end. What the product's
        reordering rule has under way already (requests for quotation) is not ordered again.

        :raises AccessError: for who may not replenish
        """
        self.check_access("read")
        self.env["product.replenish"].check_access("create")
        self = self.exists()  # noqa: PLW0642  what somebody else has cured meanwhile is gone
        # who replenishes the same goods at the same time has to see what is ordered here
        self.env["som.promise.key"]._som_claim(self.product_id)
        under_way = {}
        done, problems = 0, []
        for shortage in self.sorted("wanted_on"):
            try:
                with self.env.cr.savepoint():
                    done += shortage._som_replenish(under_way, self)
            except (UserError, ProcurementException) as error:
                problems.append(f"{shortage.product_id.display_name}: {shortage._som_words(error)}")
        for company, mine in self.grouped("company_id").items():
            self.env["som.shortage"]._som_refresh(company, mine.product_id)
        return self._som_told(done, problems)

    def _som_replenish(self, under_way, chosen):
        """:param dict under_way: rule → what it has under way that no row has counted on yet
        :param chosen: the rows that are replenished together
        :return bool: whether anything was ordered"""
        rule = self._som_rule()
        if rule not in under_way:
            earlier = sum(row.missing_qty + row.to_order_qty for row in self._som_earlier() - chosen)
            under_way[rule] = max(rule._som_under_way()[rule.id] - earlier, 0)
        wanted = self.missing_qty + self.to_order_qty
        if self.product_uom_id.compare(wanted, 0) <= 0:
            raise UserError(self.env._("all of it is on its way; a receipt would have to come sooner"))
        quantity = max(wanted - under_way[rule], 0)
        under_way[rule] = max(under_way[rule] - wanted, 0)
        if self.product_uom_id.compare(quantity, 0) <= 0:
            raise UserError(self.env._("it has been ordered already"))
        ordered = rule._get_multiple_rounded_qty(quantity)
        under_way[rule] += ordered - quantity
        self.env["stock.rule"].with_context(from_orderpoint=True).run([self.env["stock.rule"].Procurement(
            self.product_id, ordered, self.product_uom_id, rule.location_id, rule.name, rule.name, self.company_id,
            rule._prepare_procurement_values(date=max(self._som_needed_at(), rule._som_had_at())))])
        return True

    def _som_earlier(self):
        """The rows of the same goods that are wanted earlier: what is under way is theirs first."""
        return self.search([
            ("product_id", "=", self.product_id.id), ("warehouse_id", "=", self.warehouse_id.id),
            ("company_id", "=", self.company_id.id), ("wanted_on", "<", self.wanted_on)])

    def _som_rule(self):
        """The reordering rule of the product; one by hand is made where there is none, as native replenishment does."""
        rules = self.env["stock.warehouse.orderpoint"].sudo()  # sudo: who replenishes need not manage rules
        place = self.warehouse_id.sudo().lot_stock_id
        if not place:
            raise UserError(self.env._("no warehouse is known for it; order it by hand"))
        rule = rules.with_context(active_test=False).search(
            [("product_id", "=", self.product_id.id), ("location_id", "=", place.id),
             ("company_id", "=", self.company_id.id)], limit=1)
        return rule or rules.with_user(SUPERUSER_ID).create({
            **rules._get_orderpoint_values(self.product_id.id, place.id), "warehouse_id": self.warehouse_id.id,
            "company_id": self.company_id.id})

    def _som_words(self, error):
        if isinstance(error, ProcurementException):
            return " ".join(message for _procurement, message in error.procurement_exceptions)
        return str(error)

    def _som_told(self, done, problems):
        text = self.env._("Replenishment asked for: %s.", done)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"title": text, "message": "\n".join(problems), "type": "warning" if problems else "success",
                       "sticky": bool(problems), "next": {"type": "ir.actions.client", "tag": "soft_reload"}}}
