from odoo import models
from odoo.exceptions import UserError


class SomAllocationPolicy(models.Model):
    """Segments to start from, which most companies then adapt."""

    _inherit = "som.allocation.policy"

    def action_start_first_come(self):
        """First come, first served: nobody loses what he has."""
        return self._som_start_from([
            self._prepare_template_segment(self.env._("All orders"), "improve", ["expedited", "age"])])

    def action_start_key_customers(self):
        """Urgent orders, then customers with a tier, then everybody else."""
        return self._som_start_from([
            self._prepare_template_segment(
                self.env._("Urgent orders"), "gain", ["requested", "age"],
                domain="['|', ('priority', '=', '1'), ('sale_line_id.order_id.som_expedited', '=', True)]"),
            self._prepare_template_segment(
                self.env._("Key customers"), "gain", ["tier", "requested", "age"],
                # by its name, which the editor of conditions shows as "is set"
                domain="[('sale_line_id.order_id.partner_id.commercial_partner_id.som_tier_id.name', '!=', False)]"),
            self._prepare_template_segment(
                self.env._("All others"), "redistribute", ["requested", "age"])])

    def action_start_fair_shares(self):
        """Urgent orders first; all others get the same share of what they want."""
        return self._som_start_from([
            self._prepare_template_segment(
                self.env._("Urgent orders"), "gain", ["requested", "age"],
                domain="['|', ('priority', '=', '1'), ('sale_line_id.order_id.som_expedited', '=', True)]"),
            self._prepare_template_segment(
                self.env._("All others"), "redistribute", ["requested", "age"], sharing="proportional")])

    def _som_start_from(self, segments):
        """Give policies without segments some to start from."""
        self.check_access("write")
        for policy in self:
            if policy.segment_ids:
                raise UserError(self.env._(
                    "%s has segments already. Remove them to start from a template.", policy.name))
        self.write({"segment_ids": [
            (0, 0, {**values, "sequence": 10 * place}) for place, values in enumerate(segments, 1)]})
        return True

    def _prepare_template_segment(self, name, strategy, keys, domain="[]", sharing="sequential"):
        return {
            "name": name, "domain": domain, "strategy": strategy, "sharing": sharing,
            "sort_ids": [(0, 0, {"key": key, "sequence": 10 * place}) for place, key in enumerate(keys, 1)],
        }
