from odoo import api, fields, models

#: Kinds and amounts of the costs that a company begins with.
USUAL = (("late", 5), ("shipment", 5), ("preferred", 1), ("km", 0.01))


class ResCompany(models.Model):
    """Whether a company looks for the warehouses that ship an order."""

    _inherit = "res.company"

    som_sourcing = fields.Boolean(
        string="Source Orders over Warehouses",
        help="Which warehouse or warehouses ship an order is decided when it is confirmed. Off: as Odoo has it, the"
             " order's warehouse ships all of it.")

    som_source_again = fields.Boolean(
        string="Source Anew by Itself",
        help="What a warehouse was to ship is sourced from others in the background when a rule switches it off, or its"
             " goods turn out not to be there. Nothing that is picked moves. Off: somebody decides (Cannot Ship From"
             " Here).")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered("som_sourcing")._som_begin_sourcing()
        return companies

    def write(self, vals):
        begins = vals.get("som_sourcing")
        beginning = self.filtered(lambda company: begins and not company.som_sourcing)
        result = super().write(vals)
        beginning._som_begin_sourcing()
        return result

    def _som_begin_sourcing(self):
        """The usual costs, for companies that have none of them: to be changed at will."""
        if not self:
            return
        # sudo: whoever may switch sourcing on gets its usual rules
        rules = self.env["som.sourcing.rule"].sudo().with_context(active_test=False)
        having = {company for [company] in rules._read_group(
            [("company_id", "in", self.ids), ("kind", "in", [kind for kind, _ in USUAL])], ["company_id"])}
        rules.create([vals for company in self if company not in having for vals in company._prepare_sourcing_rules()])

    def _prepare_sourcing_rules(self):
        self.ensure_one()
        return [
            {"company_id": self.id, "sequence": sequence, "kind": kind, "amount": amount}
            for sequence, (kind, amount) in enumerate(USUAL)]
