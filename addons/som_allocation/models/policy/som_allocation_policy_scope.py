from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class SomAllocationPolicy(models.Model):
    """Where a policy holds: in its own warehouses, or in all of the company that no other active policy names."""

    _inherit = "som.allocation.policy"

    @api.model
    def _som_active(self, company):
        """The active policies of a company, in superuser mode: they hold for everybody. No query when asked again."""
        holding = self.env["som.allocation.scope"]._som_holding(company.id)
        return self.sudo().browse(sorted(set(holding.values())))  # sudo: see above

    def _som_covers(self, warehouse):
        """Whether the policy holds, or would hold, in a warehouse; none at all is a place between warehouses."""
        self.ensure_one()
        policy, warehouse = self.sudo(), warehouse.sudo()  # sudo: asked for whoever moves goods there
        if warehouse and warehouse.company_id != policy.company_id:
            return False
        if policy.warehouse_ids:
            return warehouse in policy.warehouse_ids
        return warehouse.id not in policy._som_named_elsewhere()

    def _som_named_elsewhere(self):
        """Ids of the warehouses that another active policy of the company names."""
        holding = self.env["som.allocation.scope"]._som_holding(self.sudo().company_id.id)  # sudo: as above
        return {warehouse for warehouse, policy in holding.items() if warehouse and policy != self.id}

    def _som_warehouse_sql(self):
        """Whether the policy holds where a move takes from, as SQL over its source ``stock_location s``."""
        self.ensure_one()
        own = self.sudo().warehouse_ids.ids  # sudo: as above
        if own:
            return SQL("s.warehouse_id = ANY(%s)", own)
        elsewhere = sorted(self._som_named_elsewhere())
        return SQL("(s.warehouse_id IS NULL OR s.warehouse_id != ALL(%s))", elsewhere) if elsewhere else SQL("TRUE")

    def _som_warehouses(self):
        """The warehouses in which the policy holds, or would hold if it were active."""
        self.ensure_one()
        policy = self.sudo()  # sudo: as above
        return policy.warehouse_ids or self.env["stock.warehouse"].sudo().search([
            ("company_id", "=", policy.company_id.id), ("id", "not in", list(self._som_named_elsewhere()))])

    def _som_write_scopes(self):
        """Keep one row for each place where an active policy holds: the database refuses a second one."""
        Scope = self.env["som.allocation.scope"].sudo()  # sudo: nobody writes scopes, they follow from the policies
        before = Scope.search([("policy_id", "in", self.ids)])
        wanted = [values for policy in self.filtered(lambda policy: policy.state == "active")
                  for values in policy._prepare_scopes()]
        kept = before.filtered(lambda scope: scope._som_place() in wanted)
        (before - kept).unlink()
        have = [scope._som_place() for scope in kept]
        missing = [values for values in wanted if values not in have]
        self._som_check_free(missing)
        Scope.create(missing)

    def _prepare_scopes(self):
        self.ensure_one()
        return [{"policy_id": self.id, "company_id": self.company_id.id, "warehouse_id": warehouse}
                for warehouse in self.warehouse_ids.ids or [False]]

    def _som_check_free(self, places):
        """Say which policy is active already where one is to be; two who come at once the database tells apart."""
        for place in places:
            holder = self.env["som.allocation.scope"].sudo().search([  # sudo: as above
                ("company_id", "=", place["company_id"]), ("warehouse_id", "=", place["warehouse_id"])], limit=1)
            if not holder:
                continue
            names = {"policy": self.browse(place["policy_id"]).name, "other": holder.policy_id.name,
                     "warehouse": holder.warehouse_id.name, "company": holder.company_id.name}
            if holder.warehouse_id:
                raise ValidationError(self.env._(
                    "%(policy)s cannot be active in warehouse %(warehouse)s: %(other)s is. Deactivate %(other)s first,"
                    " or take the warehouse from one of them.", **names))
            raise ValidationError(self.env._(
                "%(policy)s cannot be active in %(company)s: %(other)s is. Deactivate %(other)s first, or name the"
                " warehouses in which one of them holds.", **names))
