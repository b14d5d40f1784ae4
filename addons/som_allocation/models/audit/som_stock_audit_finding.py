from odoo import fields, models

KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


class SomStockAuditFinding(models.Model):
    """One thing that does not add up: a key of stock, or a move."""

    _name = "som.stock.audit.finding"
    _description = "Finding of a Stock Audit"
    _order = "kind, product_id, location_id, id"

    audit_id = fields.Many2one("som.stock.audit", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="audit_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("drift", "Drift"), ("oversold", "Oversold"), ("orphan", "Orphan"), ("move", "Move Unlike Its Lines")],
        required=True, readonly=True, index=True,
        help="Drift: what is reserved on a key is not what open transfers hold of it.\n"
             "Oversold: more is reserved than is there.\n"
             "Orphan: transfers hold stock of a key that has none.\n"
             "Move unlike its lines: its quantity is not the sum of its lines.")
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade", index=True)
    location_id = fields.Many2one("stock.location", readonly=True, ondelete="cascade", index="btree_not_null")
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True, ondelete="cascade",
                             index="btree_not_null")
    package_id = fields.Many2one("stock.package", readonly=True, ondelete="cascade", index="btree_not_null")
    owner_id = fields.Many2one("res.partner", readonly=True, ondelete="cascade", index="btree_not_null")
    move_id = fields.Many2one("stock.move", readonly=True, ondelete="cascade", index="btree_not_null")
    uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True, ondelete="restrict")
    expected = fields.Float(
        digits="Product Unit", readonly=True, aggregator=None,
        help="Drift: what open transfers hold. Oversold: what is there. Orphan: nothing. Move: the sum of its lines.")
    found = fields.Float(
        digits="Product Unit", readonly=True, aggregator=None,
        help="Drift and oversold: what is reserved. Orphan: what transfers hold. Move: its quantity.")
    state = fields.Selection(
        [("open", "To Repair"), ("repaired", "Repaired"), ("gone", "Gone by Itself")],
        required=True, default="open", readonly=True, index=True)
    note = fields.Text(string="What Was Done", readonly=True)

    def _som_key(self):
        """What makes two findings of different audits the same."""
        return self.kind, self.move_id.id, *(self[name].id for name in KEY)
