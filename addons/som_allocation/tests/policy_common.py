from odoo.addons.som_core.tests.common import SomCommon


class PolicyCommon(SomCommon):
    """Orders that wait for stock, and policies over them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["som.allocation.policy"]
        # what the company has set up does not count here
        cls.Policy.search([("state", "=", "active")]).action_deactivate()

    @classmethod
    def _policy(cls, *segments, activate=True, **values):
        """A policy of segments, each a mapping of values; ``sort`` is a list of keys, pairs or mappings."""
        policy = cls.Policy.create({
            "name": "Test Policy",
            "segment_ids": [(0, 0, cls._prepare_segment(number, **segment))
                            for number, segment in enumerate(segments or [{}])],
            **values})
        if activate:
            policy.action_activate()
        return policy

    @classmethod
    def _prepare_segment(cls, number, sort=(), **values):
        return {"name": f"Segment {number}", "sequence": number, "sort_ids": [
            (0, 0, {"sequence": place, **cls._prepare_sort(key)}) for place, key in enumerate(sort)], **values}

    @classmethod
    def _prepare_sort(cls, key):
        if isinstance(key, str):
            return {"key": key}
        return key if isinstance(key, dict) else {"key": key[0], "direction": key[1]}

    def _waiting(self, *lines, **values):
        """The moves of a confirmed order whose lines are (product, quantity)."""
        order = self._order(*(lines or [(self.goods, 1)]), **values)
        order.action_confirm()
        return order.order_line.move_ids.sorted("id")

    def _keys(self, policy, moves):
        """Rank by the segment's keys, move by move; () where the policy leaves the move out."""
        placed = policy._som_segments_of(moves.ids)
        return [placed.get(move.id, (None, ()))[1] for move in moves]

    def _ranks(self, policy, moves):
        """Like :meth:`_keys`, for segments with one key."""
        return [key[0] if key else None for key in self._keys(policy, moves)]
