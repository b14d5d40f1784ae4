from odoo import api, fields, models

#: What makes a rule that switches warehouses off speak for others than before.
DECIDING = frozenset({
    "kind", "active", "warehouse_ids", "order_domain", "date_from", "date_until", "company_id", "gives_way"})


class SomSourcingRule(models.Model):
    """A warehouse is switched off: what it was to ship is sourced anew, where the company wants that by itself."""

    _inherit = "som.sourcing.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._som_tell_closed()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if not DECIDING.isdisjoint(vals):
            self._som_tell_closed()
        return result

    def _som_tell_closed(self):
        now = fields.Datetime.now()
        self.env["som.sourcing.event"]._som_happened([{
            "warehouse_id": warehouse.id, "rule_id": rule.id, "due": max(now, rule.date_from or now),
            "cause": self.env._("%(warehouse)s does not ship: %(rule)s", warehouse=warehouse.name, rule=rule.name),
        } for rule in self if rule._som_will_close() for warehouse in rule.warehouse_ids or self.env[
            "stock.warehouse"].search([("company_id", "=", rule.company_id.id)])])

    def _som_will_close(self):
        """Whether the rule switches off, now or later, where deliveries are to be moved by themselves."""
        return (self.kind == "off" and self.active and self.company_id.som_source_again
                and (not self.date_until or self.date_until > fields.Datetime.now()))

    def _som_is_closed(self, warehouse):
        """Whether the rule switches a warehouse off now."""
        return self.exists() and self._som_will_close() and (
            not self.date_from or self.date_from <= fields.Datetime.now()) and (
            not self.warehouse_ids or warehouse in self.warehouse_ids)
