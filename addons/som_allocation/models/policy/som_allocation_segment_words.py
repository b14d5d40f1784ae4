import ast

from odoo import api, fields, models


class SomAllocationSegment(models.Model):
    """What a segment does, in words."""

    _inherit = "som.allocation.segment"

    takes_all = fields.Boolean(compute="_compute_takes_all", help="The segment has no condition.")
    order_words = fields.Char(string="In This Order", compute="_compute_order_words")
    words = fields.Char(string="What It Does", compute="_compute_words")

    @api.depends("domain")
    def _compute_takes_all(self):
        for segment in self:
            try:
                segment.takes_all = not ast.literal_eval((segment.domain or "").strip() or "[]")
            except (ValueError, SyntaxError):  # it is refused when it is saved
                segment.takes_all = False

    @api.depends("sort_ids.sequence", "sort_ids.words")
    def _compute_order_words(self):
        for segment in self:
            keys = segment.sort_ids.sorted("sequence")
            segment.order_words = self.env._(", then ").join(key.words for key in keys) or self.env._(
                "as they were made")

    @api.depends("takes_all", "order_words", "strategy", "sharing", "share_cap")
    def _compute_words(self):
        for segment in self:
            who = (self.env._("All that the others leave") if segment.takes_all
                   else self.env._("Lines that meet its condition"))
            parts = [self.env._("%(who)s: %(what)s.", who=who, what=segment._som_strategy_words())]
            if segment.strategy != "skip":
                parts += [segment._som_sharing_words()]
            if segment.share_cap:
                parts.append(self.env._(
                    "Together at most %s %% of a product's stock.", f"{segment.share_cap:g}"))
            segment.words = " ".join(parts)

    def _som_strategy_words(self):
        return {
            "win": self.env._("filled before everybody else, or somebody must settle it"),
            "gain": self.env._("keep what they hold, and may take from those below that may lose"),
            "improve": self.env._("keep what they hold, and take what is free"),
            "redistribute": self.env._("gain or lose, as their place has it"),
            "fill": self.env._("get nothing new, and may lose"),
            "lose": self.env._("give up all they hold"),
            "skip": self.env._("stay as they are"),
        }.get(self.strategy, "")

    def _som_sharing_words(self):
        if self.sharing == "proportional":
            return self.env._("Each gets the same share of what it wants; by rank: %s.", self.order_words)
        return self.env._("One after the other: %s.", self.order_words)
