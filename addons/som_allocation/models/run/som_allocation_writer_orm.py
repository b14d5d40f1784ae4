from odoo import api, models, tools

#: Modules whose part in reserving was read, and which the statements of the writer serve as native code would: what
#: they do there concerns done moves, productions, or valuation, never the reservation of an order.
KNOWN = frozenset({
    "base", "mail", "sale", "stock", "stock_account", "sale_stock", "stock_delivery", "delivery", "purchase_stock",
    "product_expiry", "mrp", "mrp_account", "sale_mrp", "purchase_mrp", "sale_purchase_stock", "sale_stock_margin",
    "stock_sms", "som_core", "som_allocation"})

#: What reserving goes through: an addon that hooks in here must be heard.
HOOKS = {
    "stock.move.line": ("create", "write", "unlink", "_apply_putaway_strategy"),
    "stock.move": ("write", "_action_assign", "_do_unreserve", "_update_reserved_quantity",
                   "_update_reserved_quantity_vals", "_prepare_move_line_vals", "_recompute_state"),
    "stock.picking": ("write", "_compute_state", "_check_entire_pack"),
    "stock.quant": ("write", "_update_available_quantity", "_update_reserved_quantity"),
}

#: What the statements change; a stored field of another addon that follows from it must be computed.
WRITTEN = {
    "stock.move.line": ("quantity", "quantity_product_uom", "state", "move_id", "product_uom_id"),
    "stock.move": ("quantity", "state", "move_line_ids"),
    "stock.picking": ("state", "shipping_weight", "move_line_ids"),
    "stock.quant": ("reserved_quantity",),
}


class SomAllocationWriter(models.AbstractModel):
    """The same reservations through the ORM, where an addon listens that the statements would pass by."""

    _inherit = "som.allocation.writer"

    @api.model
    def _som_write(self, snapshot, changes):
        if changes and self._som_listeners():
            return self._som_write_slowly(snapshot, changes)
        return super()._som_write(snapshot, changes)

    @api.model
    @tools.ormcache(cache="stable")
    def _som_listeners(self):
        """Modules that have a say in reservations and are not known to be served by the statements, sorted."""
        found = set()
        for model, methods in HOOKS.items():
            for kind in type(self.env[model]).__mro__:
                if not methods or any(method in vars(kind) for method in methods):
                    found.add(getattr(kind, "_module", None))
        for model, names in WRITTEN.items():
            fields = self.env[model]._fields
            found |= {module for field in fields.values() if field.store and (field.default or field.required)
                      for module in field._modules}
            for name in names:
                found |= {module for field in self.env.registry.get_dependent_fields(fields[name]) if field.store
                          for module in field._modules}
        return tuple(sorted(module for module in found - {None} if module not in KNOWN))

    @api.model
    def _som_write_slowly(self, snapshot, changes):
        """Line by line as a person would: give back first, then reserve; native code keeps quants and states."""
        todo = self._som_operations(snapshot, changes)
        Line, scale = self.env["stock.move.line"], self.env["som.allocation.snapshot"]._som_scale()
        Line.browse(todo.deleted).unlink()
        for line, written in todo.updated:
            record = Line.browse(line)
            unit = record.product_id.uom_id if written.own_unit else record.product_uom_id
            record.write({"quantity": written.line_ticks / scale, "product_uom_id": unit.id})
        Line.create([
            self.env["stock.move"].browse(demand)._prepare_move_line_vals(
                quantity=written.product_ticks / scale, reserved_quant=self.env["stock.quant"].browse(supply))
            for demand, supply, written in todo.inserted])
        moves = self.env["stock.move"].browse(todo.held)
        moves._recompute_state()
        # reserves nothing more: it lets those who listen know
        moves.with_context(som_planned=True)._action_assign()
