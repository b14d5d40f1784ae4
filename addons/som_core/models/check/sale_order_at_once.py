import logging

from odoo import api, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

PENDING = "som_world_changed"


class SaleOrder(models.Model):
    """Held orders are looked at again as soon as what held them changes: an address, a product, a carrier."""

    _inherit = "sale.order"

    @api.model
    def _som_world_changed(self, records):
        """Something about which orders are checked has changed: check the held ones again, before the commit.

        Once for the transaction, however many records it writes. Free where
        nothing is held; never fails, and so may be called from any ``write``.

        :param records: of a model with a method ``_som_domain_of_<model>`` below
        """
        precommit = self.env.cr.precommit
        if not records.ids:
            return
        if PENDING not in precommit.data:
            if not self.env["som.hold"]._any_open():
                return
            # whoever writes may look at archived records just then; checking is as ever
            precommit.add(self.with_context(active_test=True)._som_recheck_world)
        pending = precommit.data.setdefault(PENDING, {})
        pending.setdefault(records._name, set()).update(records.ids)

    @api.model
    def _som_recheck_world(self):
        pending = self.env.cr.precommit.data.pop(PENDING, {})
        try:
            with self.env.cr.savepoint():
                self._som_recheck_held([("id", "in", self._som_held_by(pending))])
        except Exception:  # noqa: BLE001 — an address is not lost over an order that waits for it
            _logger.warning("Held orders are left to the background: %s", pending, exc_info=True)
            # the background job looks at the orders again; sudo: to wake it is nobody's right
            self.env.ref("som_core.ir_cron_som_check").sudo()._trigger()

    @api.model
    def _som_held_by(self, changed):
        """Ids of the orders with holds or warnings that records have to do with.

        :param dict changed: model name → ids
        """
        about = Domain.OR(
            getattr(self, f"_som_domain_of_{model.replace('.', '_')}")(list(ids)) for model, ids in changed.items())
        # sudo: the same for everybody; what is archived may hold an order as well
        return self.sudo().with_context(active_test=False).search(Domain("som_hold_status", "!=", "clear") & about).ids

    @api.model
    def _som_domain_of_res_partner(self, ids):
        """Orders of partners, and of those who belong to them."""
        roles = ("partner_id", "partner_invoice_id", "partner_shipping_id")
        return Domain.OR(
            Domain(f"{role}{path}", "in", ids) for role in roles for path in ("", ".commercial_partner_id"))

    @api.model
    def _som_domain_of_product_product(self, ids):
        return Domain("order_line.product_id", "in", ids)

    @api.model
    def _som_domain_of_product_template(self, ids):
        return Domain("order_line.product_id.product_tmpl_id", "in", ids)

    @api.model
    def _som_domain_of_product_pricelist(self, ids):
        """Orders priced by a pricelist, or by one that is based on it, however far."""
        # sudo: which pricelists stand on each other is the same for everybody
        Item = self.env["product.pricelist.item"].sudo()
        known, found = set(), set(ids)
        while found:
            known |= found
            found = set(Item.search([("base_pricelist_id", "in", list(found))]).pricelist_id.ids) - known
        return Domain("pricelist_id", "in", list(known))

    @api.model
    def _som_domain_of_res_users(self, ids):
        return Domain("user_id", "in", ids)

    @api.model
    def _som_domain_of_product_category(self, ids):
        """Orders of products in categories, and in those below."""
        return Domain("order_line.product_id.categ_id", "child_of", ids)

    @api.model
    def _som_domain_of_som_product_restriction(self, ids):
        """Orders held by a restriction, which may be gone by now, and those of the products that are restricted."""
        # sudo: what is found must not depend on who writes
        restrictions = self.env["som.product.restriction"].sudo().browse(ids).exists()
        categories = restrictions.filtered(lambda one: not one.product_id and not one.product_tmpl_id).categ_id
        return Domain.OR([
            Domain("som_hold_ids", "any", [
                ("state", "=", "open"), ("check_id.builtin", "=", "product_restricted")]),
            self._som_domain_of_product_product(restrictions.product_id.ids),
            self._som_domain_of_product_template(restrictions.product_tmpl_id.ids),
            self._som_domain_of_product_category(categories.ids)])

    @api.model
    def _som_domain_of_delivery_carrier(self, ids):
        """Orders with a carrier, and those with none, which any may serve."""
        return Domain("carrier_id", "in", [False, *ids])
