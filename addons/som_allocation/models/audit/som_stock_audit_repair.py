from collections import defaultdict

from markupsafe import Markup

from odoo import models

from ... import turnstile
from .som_stock_audit_finding import KEY
from .som_stock_audit_look import HOLDING


class SomStockAudit(models.Model):
    """Repair: what the audit found is looked at again under lock, and set right where it is still wrong.

    - *Move unlike its lines*: its quantity is computed anew; lines are what holds stock.
    - *Drift*: reserved becomes what open transfers hold.
    - *Orphan*: the key gets a quant that is empty and holds what transfers hold; it is oversold then.
    - *Oversold*: reservations are given back, natively, the lowest claim first, until the rest is there. What was
      picked is never given back: goods that somebody carries are there, whatever the numbers say; count the stock.
    """

    _inherit = "som.stock.audit"

    def action_repair(self):
        """Set right what was found; what was set right already, or by somebody else, stays as it is.

        :raises AccessError: unless the user manages stock
        """
        self._som_check_manager()
        self.check_access("read")
        for audit in self.sudo():  # sudo: the user's right and company were checked; places may be shared by companies
            audit._som_repair()
        return True

    def _som_repair(self):
        findings = self.finding_ids.filtered(lambda finding: finding.state == "open")
        if not findings:
            return
        products = findings.product_id
        turnstile.begin(self.env, products)
        self._som_lock_quants(products)
        wanted = {finding._som_key()[1:] for finding in findings}
        notes = defaultdict(list)
        for repair in (self._som_repair_moves, self._som_repair_keys, self._som_give_back):
            for values in self._som_still(products, wanted):
                repair(values, notes)
            self.env.flush_all()
        left = {self._som_values_key(values) for values in self._som_still(products, wanted)}
        for finding in findings:
            self._som_close(finding, notes, left)
        self._som_tell_repaired(notes)

    def _som_still(self, products, wanted):
        """What is wrong now, of the keys and moves of this audit."""
        self.env.flush_all()
        _count, found = self._som_look(self.company_id, products)
        return [values for values in found if self._som_values_key(values) in wanted]

    def _som_values_key(self, values):
        """As ``som.stock.audit.finding._som_key``, without the kind."""
        return values.get("move_id", False), *(values.get(name, False) for name in KEY)

    def _som_close(self, finding, notes, left):
        key = finding._som_key()[1:]
        done = notes.get(key, [])
        if key in left:
            done = [*done, self.env._("Still wrong: what is left is picked. Count the stock, or undo the picking.")]
        finding.write({
            "note": "\n".join([*filter(None, [finding.note]), *dict.fromkeys(done)]),
            "state": "open" if key in left else "repaired" if done else "gone"})

    def _som_tell_repaired(self, notes):
        lines = list(dict.fromkeys(note for key in notes for note in notes[key]))
        if lines:
            self.message_post(body=Markup("<br/>").join(lines))
        if self.state != "found":
            self.activity_feedback(["mail.mail_activity_data_todo"])

    # Each kind

    def _som_repair_moves(self, values, notes):
        if values["kind"] != "move":
            return
        move = self.env["stock.move"].browse(values["move_id"])
        self.env.add_to_compute(move._fields["quantity"], move)
        move._recompute_state()
        notes[self._som_values_key(values)].append(self.env._(
            "%(move)s: the quantity was %(found)s and is %(expected)s, as its lines say.",
            move=move.reference or move.display_name, found=values["found"], expected=move.quantity))

    def _som_repair_keys(self, values, notes):
        if values["kind"] not in ("drift", "orphan"):
            return
        key = {name: values[name] for name in KEY}
        quants = self.env["stock.quant"].search([(name, "=", value) for name, value in key.items()], order="id")
        if values["kind"] == "orphan":
            self.env["stock.quant"].create({**key, "quantity": 0.0, "reserved_quantity": values["found"]})
            held = values["found"]
        else:
            held = values["expected"]
            quants[1:].reserved_quantity = 0.0
            quants[:1].reserved_quantity = held
        notes[self._som_values_key(values)].append(self.env._(
            "%(product)s in %(place)s: %(held)s is reserved now, as open transfers have it (before: %(before)s).",
            product=self.env["product.product"].browse(values["product_id"]).display_name,
            place=self.env["stock.location"].browse(values["location_id"]).complete_name,
            held=held, before=0.0 if values["kind"] == "orphan" else values["found"]))

    def _som_give_back(self, values, notes):
        """Take from the lowest claims what is reserved beyond what is there."""
        if values["kind"] != "oversold":
            return
        excess = values["found"] - max(values["expected"], 0.0)
        unit = self.env["product.product"].browse(values["product_id"]).uom_id
        told = defaultdict(list)
        for line in self._som_lowest_claims_first(self._som_holding_lines(values)):
            if unit.compare(excess, 0.0) <= 0:
                break
            excess -= self._som_take_back(line, excess, notes[self._som_values_key(values)], told)
        for picking, texts in told.items():
            picking.message_post(body=Markup("<br/>").join(texts))

    def _som_take_back(self, line, excess, notes, told):
        """Give back what a line holds, up to ``excess`` (in the product's unit) or a little more, as its unit has it.

        :return float: what was given back, in the product's unit
        """
        unit, picking, held = line.product_id.uom_id, line.picking_id, line.quantity_product_uom
        names = {
            "unit": unit.name, "product": line.product_id.display_name,
            "transfer": ", ".join(filter(None, [picking.name or line.move_id.reference, line.move_id.origin]))}
        rest = unit._compute_quantity(max(held - excess, 0.0), line.product_uom_id, rounding_method="DOWN")
        if line.product_uom_id.compare(rest, 0.0) > 0:
            line.quantity = rest
            given = held - line.quantity_product_uom
        else:
            line.unlink()
            given = held
        text = self.env._(
            "%(quantity)s %(unit)s of %(product)s taken back from %(transfer)s: more was reserved than is there.",
            quantity=unit.round(given), **names)
        notes.append(text)
        if picking:
            told[picking].append(text)
        return given

    def _som_holding_lines(self, values):
        """The lines that hold stock of a key and may give it back."""
        lots = [values["lot_id"]]
        if not values["lot_id"]:
            # lots without stock of their own are held by stock without a lot: see _som_query_keys
            own = self.env["stock.quant"].search([
                (name, "=", values[name]) for name in KEY if name != "lot_id"]).lot_id
            lots = [False, *self.env["stock.move.line"].search([
                (name, "=", values[name]) for name in KEY if name != "lot_id"]).lot_id.ids]
            lots = [lot_id for lot_id in lots if lot_id not in own.ids]
        return self.env["stock.move.line"].search([
            *((name, "=", values[name]) for name in KEY if name != "lot_id"), ("lot_id", "in", lots),
            ("state", "in", [*HOLDING, "draft", False]), ("picked", "=", False), ("quantity_product_uom", ">", 0)])

    def _som_lowest_claims_first(self, lines):
        """The reverse of the order in which native code serves: priority, date, number."""
        return lines.sorted(lambda line: (
            line.move_id.priority or "0", -(line.move_id.date or line.date).timestamp(), -line.move_id.id, -line.id))
