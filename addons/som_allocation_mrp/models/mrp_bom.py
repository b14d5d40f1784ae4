from odoo import api, models

#: What says how something is made.
TELLING = {
    "mrp.bom": frozenset({
        "active", "type", "product_tmpl_id", "product_id", "product_qty", "product_uom_id", "produce_delay",
        "picking_type_id", "sequence", "company_id"}),
    "mrp.bom.line": frozenset({
        "bom_id", "product_id", "product_qty", "product_uom_id", "bom_product_template_attribute_value_ids"}),
    "mrp.routing.workcenter": frozenset({
        "active", "bom_id", "workcenter_id", "time_mode", "time_mode_batch", "time_cycle_manual",
        "bom_product_template_attribute_value_ids"}),
}


class MrpBom(models.Model):
    """Who was promised what is made otherwise from now on is looked at again."""

    _inherit = "mrp.bom"

    @api.model_create_multi
    def create(self, vals_list):
        boms = super().create(vals_list)
        boms._som_tell_promises()
        return boms

    def write(self, vals):
        if TELLING[self._name].isdisjoint(vals):
            return super().write(vals)
        self._som_tell_promises()  # what was made by them before
        result = super().write(vals)
        self._som_tell_promises()
        return result

    def unlink(self):
        self._som_tell_promises()
        return super().unlink()

    def _som_tell_promises(self):
        """Note the products that are made by these, where anybody promises dates."""
        companies = self.env["res.company"].sudo()  # sudo: whether dates are promised is no secret
        if companies.search_count([("som_promise", "=", True)], limit=1):
            made = self.sudo()  # sudo: who may change one line need not read what is made by it
            self.env["som.promise.event"]._som_happened(made.product_id | made.filtered(
                lambda bom: not bom.product_id).product_tmpl_id.product_variant_ids)
