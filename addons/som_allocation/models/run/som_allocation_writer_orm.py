from odoo import api, models, tools

from .som_allocation_writer import gaining

#: Modules whose part in reserving was read, and which the statements of the writer serve as native code would: what
#: they do there concerns done or picked moves (``stock_account``: valuation and analytic lines), productions (``mrp``),
#: the ordered product (``sale_stock``), or the dates of lots (``product_expiry``; ``_som_finish_dates`` sets them on
#: lines, and moves of products that use them are left to native code), never else the reservation of an order.
KNOWN = frozenset({
    "base", "mail", "sale", "stock", "stock_account", "sale_stock", "stock_delivery", "delivery", "purchase_stock",
    "product_expiry", "mrp", "mrp_account", "sale_mrp", "purchase_mrp", "sale_purchase_stock", "sale_stock_margin",
    "stock_sms", "som_core", "som_allocation"})

#: What reserving goes through: an addon that hooks in here must be heard.
HOOKS = {
    "stock.move.line": ("create", "write", "unlink", "_compute_field_value", "_compute_quantity_product_uom",
                        "_apply_putaway_strategy", "_synchronize_quant"),
    "stock.move": ("write", "_compute_field_value", "_compute_quantity", "_quantity_sml", "_action_assign",
                   "_do_unreserve", "_update_reserved_quantity", "_update_reserved_quantity_vals",
                   "_prepare_move_line_vals", "_add_serial_move_line_to_vals_list", "_recompute_state",
                   "_get_relevant_state_among_moves"),
    "stock.picking": ("write", "_compute_field_value", "_compute_state", "_compute_bulk_weight",
                      "_compute_shipping_weight", "_check_entire_pack", "_track_subtype", "_track_template",
                      "_track_get_default_log_message", "_message_track"),
    "stock.quant": ("write", "_compute_field_value", "_update_available_quantity", "_update_reserved_quantity"),
}

#: What the statements change; what of another addon follows from it (a stored field, a constraint) must be told.
WRITTEN = {
    "stock.move.line": (
        "quantity", "quantity_product_uom", "state", "move_id", "product_uom_id", "picking_id", "company_id",
        "product_id", "location_id", "location_dest_id", "lot_id", "package_id", "owner_id", "picked", "date"),
    "stock.move": ("quantity", "state", "move_line_ids", "next_serial_count"),
    "stock.picking": ("state", "shipping_weight", "move_line_ids"),
    "stock.quant": ("reserved_quantity",),
}


class SomAllocationWriter(models.AbstractModel):
    """The same reservations through the ORM, where an addon listens that the statements would pass by."""

    _inherit = "som.allocation.writer"

    @api.model
    def _som_write(self, snapshot, changes, before=None):
        if changes and self._som_listeners():
            return self._som_write_slowly(snapshot, changes, before)
        return super()._som_write(snapshot, changes, before)

    @api.model
    def _som_listeners(self):
        """Who has a say in reservations and is not known to be served by the statements: modules, and patches.

        Modules change with the registry, so what was found is kept with it. What is set on a model while Odoo runs
        (automation rules do that) comes and goes, and is looked at each time.
        """
        patched = tuple(
            f"{model}.{method}" for model, methods in HOOKS.items() for method in methods
            if method in vars(self.env.registry[model]))
        return self._som_listening_modules() + patched

    @api.model
    @tools.ormcache(cache="stable")
    def _som_listening_modules(self):
        found = set()
        for model in HOOKS:
            found |= self._som_hooking(model) | self._som_depending(model)
        return tuple(sorted(found - KNOWN))

    @api.model
    def _som_hooking(self, model):
        """Modules that extend a method that reserving goes through, or check what it changes."""
        return {
            vars(kind)["_module"] for kind in self.env.registry[model].__mro__ if vars(kind).get("_module")
            and any(self._som_is_hook(model, name, member) for name, member in vars(kind).items())}

    @api.model
    def _som_is_hook(self, model, name, member):
        if name in HOOKS[model]:
            return True
        if model == "stock.move.line" and hasattr(member, "_ondelete"):
            return True
        checked = getattr(member, "_constrains", ())
        return callable(checked) or not set(WRITTEN[model]).isdisjoint(checked)

    @api.model
    def _som_depending(self, model):
        """Modules with a stored field that follows from what is written, or that a new line must have.

        A field that somebody added on the screen belongs to no module: it stands for itself.
        """
        fields = self.env[model]._fields
        stored = [
            field for name in WRITTEN[model] for field in self.env.registry.get_dependent_fields(fields[name])
            if field.store]
        if model == "stock.move.line":
            stored += [field for field in fields.values()
                       if field.store and (field.compute or field.default or field.required)]
        return {module for field in stored for module in (field._modules or (str(field),))}

    @api.model
    def _som_write_slowly(self, snapshot, changes, before=None):
        """Line by line as a person would: give back first, then reserve; native code keeps quants and states."""
        todo = self._som_operations(snapshot, changes, before)
        Line, scale = self.env["stock.move.line"], self.env["som.allocation.snapshot"]._som_scale()
        moves = self.env["stock.move"].browse(todo.held)
        whole = moves.picking_id.move_line_ids.filtered("is_entire_pack")
        Line.browse(todo.deleted).unlink()
        for line, written in self._som_less_first(todo.updated, scale):
            unit = (line.product_id.uom_id if written.own_unit else
                    line.move_id.product_uom if written.move_unit else line.product_uom_id)
            line.write({"quantity": written.line_ticks / scale, "product_uom_id": unit.id})
        created = Line.create([self._som_prepare_line(*each, scale) for each in todo.inserted])
        self._som_unpack_slowly(whole.exists())
        moves._recompute_state()
        for move in created.move_id.filtered(lambda move: move.product_id.tracking == "serial"):
            move.next_serial_count = move.product_uom_qty
        # reserves nothing more: it lets those who listen know
        moves.with_context(som_planned=True)._action_assign()
        self.env.flush_all()
        self._som_finish_places(gaining(changes))

    @api.model
    def _som_prepare_line(self, demand, supply, written, scale):
        """A new reservation as native code prepares it; in the product's unit where it is to be kept in that."""
        move = self.env["stock.move"].browse(demand)
        vals = move._prepare_move_line_vals(
            quantity=written.product_ticks / scale, reserved_quant=self.env["stock.quant"].browse(supply))
        if written.own_unit:
            vals |= {"quantity": written.line_ticks / scale, "product_uom_id": move.product_id.uom_id.id}
        return vals

    @api.model
    def _som_less_first(self, updated, scale):
        """Lines that change with what they become: those that give back come before those that take."""
        Line = self.env["stock.move.line"]
        return sorted(
            ((Line.browse(line), written) for line, written in updated),
            key=lambda each: each[1].product_ticks / scale - each[0].quantity_product_uom)

    @api.model
    def _som_unpack_slowly(self, whole):
        """As ``_som_unpack``, where native code has already seen that some of these packages are broken."""
        broken = whole.filtered(lambda line: not line.is_entire_pack and line.result_package_id == line.package_id)
        broken.result_package_id = False
        self._som_unpack(whole)
