import json

from odoo import api, models
from odoo.tools import formatLang, get_lang

from ...engine import explain, remedies, values

SHOWN = 8  #: of those that stood ahead so many are named; the rest is counted


class SomAllocationWords(models.AbstractModel):
    """Says in words, for sales, what the engine found out about a line of a run."""

    _name = "som.allocation.words"
    _description = "Allocation in Words"

    @api.model
    def _som_explanations(self, lines, explainer):
        """The parts of explanations: texts and rows, ready to be laid out.

        :param lines: ``som.allocation.run.line`` of one run, all of demands that the explainer knows
        :param explainer: the engine's ``Explainer`` of the run
        :return: dict: line → dict with ``sentence``; ``ahead`` and ``instead``, lists of dicts (``who``, ``order`` its
            id or False, ``quantity``, ``why``); ``more`` and ``note``, texts or False; ``changes``, a list of texts
        """
        found = {line: explainer.explain(line.move_id.id) for line in lines}
        orders = self._som_orders(
            each.demand for one in found.values() for each in (*one.ahead, *one.instead) if each.demand)
        rules = self._som_rules(lines.run_id)
        return {line: {
            "sentence": self._som_sentence(line, one),
            "ahead": [self._som_ahead(line, each, orders, rules, explainer) for each in one.ahead[:SHOWN]],
            "instead": [self._som_instead(line, each, orders) for each in one.instead[:SHOWN]],
            "more": self._som_more(one),
            "changes": [self._som_change(line, each) for each in one.remedies],
            "note": self._som_note(one),
        } for line, one in found.items()}

    @api.model
    def _som_note(self, found):
        """What must be known to judge the answers: very many lines are not all asked again."""
        return False if found.exact else self.env._(
            "Orders that wait until enough of them is there tie many products together. Those further away are taken as"
            " they were planned.")

    @api.model
    def _som_more(self, found):
        left = len(found.ahead) - SHOWN
        return self.env._("… and %s more.", left) if left > 0 else False

    @api.model
    def _som_as_text(self, parts):
        """The parts as plain text: a sentence, and short lists below it."""
        blocks = [parts["sentence"]]
        if parts["ahead"]:
            rows = [self._som_row(row) for row in parts["ahead"]] + ([parts["more"]] if parts["more"] else [])
            blocks.append("\n".join([self.env._("What stood ahead:"), *rows]))
        if parts["instead"]:
            rows = [self._som_row(row) for row in parts["instead"]]
            blocks.append("\n".join([self.env._("Would have to give way if it stood first:"), *rows]))
        if parts["changes"]:
            blocks.append("\n".join([self.env._("What would change it:"), *(f"• {row}" for row in parts["changes"])]))
        if parts["note"]:
            blocks.append(parts["note"])
        return "\n\n".join(blocks)

    @api.model
    def _som_row(self, row):
        return "• " + ", ".join(text for text in (row["who"], row["quantity"], row["why"]) if text)

    # the sentence

    @api.model
    def _som_sentence(self, line, found):
        values_ = {
            "order": line.order_id.name, "product": line.product_id.display_name, "place": found.place, "of": found.of,
            "wanted": self._som_quantity(line.wanted, line.product_id.uom_id),
            "given": self._som_number(line.after), "why": self._som_reason(found),
        }
        if not found.missing:
            return self.env._(
                "%(order)s gets all it wants, %(wanted)s of %(product)s: place %(place)s of %(of)s in the queue.",
                **values_)
        return self.env._(
            "%(order)s gets %(given)s of the %(wanted)s of %(product)s that it wants: place %(place)s of %(of)s in the"
            " queue, and %(why)s.", **values_)

    @api.model
    def _som_reason(self, found):
        """Why it got no more, as the end of a sentence."""
        no_more = self.env._("what stood ahead left no more") if found.ahead else self.env._("no more is in stock")
        return {
            values.SHORT: no_more,
            values.KEPT: self.env._("it keeps what it had: %s", no_more),
            values.GATE: self.env._("too little of its order could be filled together"),
            values.CAPPED: self.env._("its segment has had its share"),
            values.PROTECTED: self.env._("the rest is kept for other channels"),
            values.NOT_FREE: self.env._("what is left is held by others, from whom its strategy does not take"),
            values.STEP: self.env._("what is left makes no whole package or piece"),
            values.NO_MORE: self.env._("its strategy gives it no more than it had"),
            values.RELEASED: self.env._("its strategy gives up what it had"),
            values.FROZEN: self.env._("it is frozen"),
            values.SKIPPED: self.env._("its strategy leaves it as it is"),
        }.get(found.grant.reason, "")

    # what stood ahead

    @api.model
    def _som_ahead(self, line, each, orders, rules, explainer):
        who = self._som_who(orders, each.demand)
        other = explainer.demands.get(each.demand)
        if each.rule == explain.GATE:
            product = self.env["product.product"].sudo().browse(other.product)  # sudo: a line of the same order
            return {**who, "quantity": self._som_ticks(line, each.ticks, product), "why": self.env._(
                "of %s missing for the same order", product.display_name)}
        quantity = self._som_ticks(line, each.ticks) if each.ticks else ""
        return {**who, "quantity": quantity, "why": self._som_rule(each, other, rules)}

    @api.model
    def _som_instead(self, line, each, orders):
        return {**self._som_who(orders, each.demand), "quantity": self._som_ticks(line, each.ticks), "why": ""}

    @api.model
    def _som_rule(self, each, other, rules):
        """By which rule it stood ahead."""
        segment = rules[other.segment] if other and other.segment < len(rules) else {}
        return {
            explain.STARVED: self.env._("had waited too long"),
            explain.LONGER: self.env._("had waited too long, and longer"),
            explain.WIN: self.env._("must be filled first (Win)"),
            explain.SEGMENT: self.env._("belongs to an earlier segment: %s", segment.get("name", "")),
            explain.SORT: self.env._("comes first by: %s", self._som_sort(segment, each.sort)),
            explain.TIE: self.env._("equal in rank, but was there first"),
            explain.ORDER: self.env._("stands where the best line of its order stands"),
            explain.SHARE: self.env._("shares what is short, in proportion to need"),
            explain.KEEPS: self.env._("stands behind, but its strategy lets it keep what it had"),
            explain.HOLDS: self.env._("stands behind, but had it, and this line's strategy takes nothing from others"),
            explain.OTHERS: self.env._("not part of this run, or picked already"),
            explain.PROTECTION: self.env._("protected for other channels"),
            explain.OUTSIDE: self.env._("another line of its order is missing, which this run does not plan"),
            explain.CAP: self.env._("above the share that the segment may have"),
        }[each.rule]

    @api.model
    def _som_sort(self, segment, number):
        """What people call the n-th sort key of a segment."""
        keys = segment.get("sort", [])
        if number >= len(keys):
            return self.env._("the order of its segment")
        sort = self.env["som.allocation.sort"]
        labels = dict(sort._fields["key"]._description_selection(self.env))
        return keys[number].get("field") or labels.get(keys[number]["key"], keys[number]["key"])

    @api.model
    def _som_rules(self, run):
        """The segments of the policy as the run followed them, plain values."""
        # sudo: the rules concern whoever is ranked by them
        definition = run.sudo().version_id.definition
        return json.loads(definition).get("segments", []) if definition else []

    # what would change it

    @api.model
    def _som_change(self, line, each):
        gives = self._som_ticks(line, each.gives)
        strategies = dict(self.env["som.allocation.segment"]._fields["strategy"]._description_selection(self.env))
        return {
            remedies.SUPPLY: self.env._(
                "%(extra)s more in stock: it would get all it wants.", extra=self._som_ticks(line, each.extra)),
            remedies.FIRST: self.env._("Standing first (expedited): it would get %s.", gives),
            remedies.STRATEGY: self.env._(
                "Strategy “%(strategy)s”: it would get %(gives)s.", strategy=strategies.get(each.strategy, ""),
                gives=gives),
            remedies.THAW: self.env._("No longer frozen: it would get %s.", gives),
            remedies.GATE: self.env._("Its order not waiting until more of it is there: it would get %s.", gives),
            remedies.CAP: self.env._("No limit to the share of its segment: it would get %s.", gives),
            remedies.PROTECTION: self.env._("Nothing of the product kept for other channels: it would get %s.", gives),
        }[each.kind]

    # names and numbers

    @api.model
    def _som_orders(self, moves):
        """Move → its order, read for all at once."""
        # sudo: who stood ahead is told by the number of the order, nothing else
        moves = self.env["stock.move"].sudo().browse(dict.fromkeys(moves)).exists()
        return {move.id: move.sale_line_id.order_id for move in moves}

    @api.model
    def _som_who(self, orders, demand):
        if not demand:
            return {"who": "", "order": False}
        order = orders.get(demand)
        if not order:
            return {"who": self.env._("a removed order"), "order": False}
        return {"who": order.name, "order": order.id}

    @api.model
    def _som_ticks(self, line, ticks, product=None):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        return self._som_quantity(ticks / scale, (product or line.product_id).uom_id)

    @api.model
    def _som_quantity(self, quantity, uom):
        return f"{self._som_number(quantity)} {uom.name}"

    @api.model
    def _som_number(self, quantity):
        """A quantity as the reader writes it, without idle zeros behind the point."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        number = formatLang(self.env, quantity, digits=digits)
        if digits:
            number = number.rstrip("0").removesuffix(get_lang(self.env).decimal_point)
        return number
