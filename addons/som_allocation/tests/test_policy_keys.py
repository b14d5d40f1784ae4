from datetime import datetime

from odoo.tests import tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyKeys(PolicyCommon):
    """What each sort key ranks by, in both directions; equals are equal, lines without a value come last."""

    def _both(self, key, moves, **segment):
        """Ranks upwards and downwards."""
        policy = self._policy({"sort": [(key, "asc")], **segment}, activate=False)
        up = self._ranks(policy, moves)
        policy.segment_ids.sort_ids.direction = "desc"
        return up, self._ranks(policy, moves)

    def _moves(self, *orders):
        """The first move of an order for each mapping of the order's values."""
        moves = self.env["stock.move"]
        for values in orders:
            moves += self._waiting(**values)
        return moves

    def _forget_deadline(self, move):
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move SET date_deadline = NULL WHERE id = %s", [move.id])
        self.env.invalidate_all()

    def _buyer(self, name, **values):
        return self.env["res.partner"].create({"name": name, **values})

    def test_expedited_orders_and_starred_moves_are_alike(self):
        moves = self._moves({"som_expedited": True}, {}, {})
        moves[1].priority = "1"
        self.assertEqual(self._both("expedited", moves), ([2, 2, 1], [1, 1, 2]))

    def test_tier_is_the_place_in_the_list_of_the_commercial_customers_tier(self):
        gold, silver = self.env["som.customer.tier"].create([
            {"name": "Gold", "sequence": 1}, {"name": "Silver", "sequence": 2}])
        one = self._buyer("One", is_company=True, som_tier_id=silver.id)
        contact = self._buyer("Contact", parent_id=one.id)
        moves = self._moves(
            {"partner_id": contact.id}, {"partner_id": self._buyer("Two", som_tier_id=gold.id).id},
            {"partner_id": self._buyer("Three").id})
        self.assertEqual(self._both("tier", moves), ([2, 1, 3], [1, 2, 3]))

    def test_tiers_at_the_same_place_are_told_apart(self):
        tiers = self.env["som.customer.tier"].create([{"name": "A"}, {"name": "B"}])
        moves = self._moves(*({"partner_id": self._buyer(tier.name, som_tier_id=tier.id).id} for tier in tiers))
        self.assertEqual(self._both("tier", moves), ([1, 2], [2, 1]))

    def test_the_tier_is_the_one_in_the_policys_company(self):
        gold = self.env["som.customer.tier"].create({"name": "Gold"})
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        buyers = self._buyer("One") | self._buyer("Two")
        buyers[0].with_company(elsewhere).som_tier_id = gold
        buyers[1].som_tier_id = gold
        moves = self._moves(*({"partner_id": buyer.id} for buyer in buyers))
        policy = self._policy({"sort": ["tier"]})
        self.assertEqual(self._ranks(policy.with_company(elsewhere), moves), [2, 1])

    def test_requested_is_what_was_asked_before_what_was_planned(self):
        moves = self._moves(
            {"som_requested_date": datetime(2026, 3, 3), "commitment_date": datetime(2026, 1, 1)},
            {"commitment_date": datetime(2026, 2, 2)}, {}, {})
        moves[2].date_deadline = datetime(2026, 4, 4)
        self._forget_deadline(moves[3])
        self.assertEqual(self._both("requested", moves), ([2, 1, 3, 4], [2, 3, 1, 4]))

    def test_promised_is_the_latest_promise_of_the_line_or_of_its_order(self):
        moves = self._moves({}, {}, {}, {})
        moves[:3].date_deadline = datetime(2026, 1, 20)
        self._forget_deadline(moves[3])
        first, second = moves[0].sale_line_id, moves[1].sale_line_id
        self.env["sale.order"]._som_record([
            {"order": first.order_id, "stage": "confirmed", "promised_date": datetime(2026, 1, 1)},
            {"order": first.order_id, "line": first, "stage": "confirmed", "promised_date": datetime(2026, 1, 10),
             "occurred_at": datetime(2026, 1, 1)},
            {"order": first.order_id, "line": first, "stage": "confirmed", "promised_date": datetime(2026, 1, 30),
             "occurred_at": datetime(2026, 1, 2)},
            {"order": second.order_id, "stage": "confirmed", "promised_date": datetime(2026, 1, 5)}])
        self.assertEqual(self._both("promised", moves), ([3, 1, 2, 4], [1, 3, 2, 4]))

    def test_age_counts_from_when_the_order_was_placed_not_from_its_confirmation(self):
        orders = [self._order((self.goods, 1)) for _each in range(3)]
        orders[0].with_context(som_occurred_at=datetime(2025, 5, 5))._som_record_order_stage("placed")
        orders[1].with_context(som_occurred_at=datetime(2024, 4, 4))._som_record_order_stage("placed")
        for order in orders:
            order.action_confirm()
        moves = self.env["sale.order"].union(*orders).order_line.move_ids.sorted("id")
        self.assertEqual(self._both("age", moves), ([2, 3, 1], [2, 1, 3]))

    def test_an_order_that_was_placed_again_is_as_old_as_its_last_placing(self):
        moves = self._moves({}, {})
        for order, moments in zip(moves.sale_line_id.order_id.sorted("id"), ((2020, 2030), (2021, 2022)), strict=True):
            for year in moments:
                order._som_record([{"order": order, "stage": "placed", "occurred_at": datetime(year, 1, 1)}])
        # both were placed now, by their confirmation, too
        self.assertEqual(self._both("age", moves), ([1, 2], [2, 1]))

    def test_value_is_what_is_open_in_the_companys_currency(self):
        euro = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1)
        euro.active = True
        self.env["res.currency.rate"].create({
            "name": "2020-01-01", "currency_id": euro.id, "company_id": self.company.id, "rate": 4.0})
        pricelist = self.env["product.pricelist"].create({"name": "Euro", "currency_id": euro.id})
        foreign = self._order((self.goods, 1), pricelist_id=pricelist.id)
        foreign.order_line.price_unit = 100.0  # 25 here
        foreign.action_confirm()
        moves = self._waiting((self.goods, 3)) + foreign.order_line.move_ids + self._waiting((self.goods, 2))  # 30, 20
        self.assertEqual(foreign.currency_id, euro)
        self.assertEqual(self._both("value", moves), ([3, 2, 1], [1, 2, 3]))

    def test_value_counts_units_of_measure_and_only_what_is_still_open(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.goods, 1))
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 60.0})
        order.action_confirm()
        moves = order.order_line.move_ids + self._waiting((self.goods, 6)) + self._waiting((self.goods, 9))
        self._validate(moves[2].picking_id, {self.goods: 4})
        moves = moves[:2] + moves[2].sale_line_id.move_ids.filtered(lambda move: move.state != "done")
        # 60, 60 and 5 × 10
        self.assertEqual(self._both("value", moves), ([2, 2, 1], [1, 1, 2]))

    def test_margin_is_the_value_above_the_cost_in_the_policys_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.goods.standard_price = 9.0
        self.goods.with_company(elsewhere).standard_price = 1.0
        self.more_goods.standard_price = 15.0
        moves = self._waiting((self.goods, 4)) + self._waiting((self.more_goods, 1))  # 4 × 1 and 1 × 5
        self.assertEqual(self._both("margin", moves), ([1, 2], [2, 1]))
        policy = self._policy({"sort": [("margin", "desc")]})
        self.assertEqual(self._ranks(policy.with_company(elsewhere), moves), [2, 1])

    def test_a_move_that_is_not_for_what_the_line_sells_has_no_value(self):
        moves = self._waiting((self.goods, 1)) + self._waiting((self.goods, 1))
        moves[0].product_id = self.more_goods
        for key in ("value", "margin"):
            with self.subTest(key=key):
                self.assertEqual(self._both(key, moves), ([2, 1], [2, 1]))

    def test_channel_is_the_place_in_the_list_of_channels(self):
        first, second = self.env["som.channel"].create([
            {"name": "A", "code": "a", "sequence": 3}, {"name": "B", "code": "b", "sequence": 2}])
        moves = self._moves({"som_channel_id": first.id}, {"som_channel_id": second.id}, {})
        moves[2].sale_line_id.order_id.som_channel_id = False
        self.assertEqual(self._both("channel", moves), ([2, 1, 3], [1, 2, 3]))

    def test_what_was_left_behind_longest_comes_before_what_was_never_shipped(self):
        moves = self._moves({}, {}, {})
        moves[1].som_backorder_since = datetime(2026, 3, 2)
        moves[2].som_backorder_since = datetime(2026, 3, 1)
        self.assertEqual(self._both("backorder", moves), ([3, 2, 1], [3, 1, 2]))

    def test_keys_are_compared_one_after_the_other_and_equals_share_a_rank(self):
        moves = self._moves({"som_expedited": True}, {}, {}, {"som_expedited": True})
        moves[:2].sale_line_id.order_id.som_requested_date = datetime(2026, 1, 1)
        moves[2:].sale_line_id.order_id.som_requested_date = datetime(2026, 2, 2)
        policy = self._policy({"sort": ["expedited", "requested"]})
        self.assertEqual(self._keys(policy, moves), [(1, 1), (2, 1), (2, 2), (1, 2)])

    def test_ranks_count_within_a_segment(self):
        moves = self._waiting((self.goods, 1), (self.more_goods, 1)) + self._waiting((self.goods, 1))
        policy = self._policy(
            {"domain": f"[('product_id', '=', {self.goods.id})]", "sort": [{"key": "field", "field_path": "id"}]},
            {"sort": [{"key": "field", "field_path": "id"}]})
        placed = policy._som_segments_of(moves.ids)
        self.assertEqual([placed[move.id] for move in moves], [(0, (1,)), (1, (1,)), (0, (2,))])

    def test_two_companies_each_rank_their_own(self):
        elsewhere = self.env["res.company"].create({
            "name": "Elsewhere", "currency_id": self.env.ref("base.JPY").id})
        self.env.user.company_ids |= elsewhere
        there = self.env["sale.order"].with_company(elsewhere).create({
            "partner_id": self.customer.id, "company_id": elsewhere.id,
            "order_line": [(0, 0, {"product_id": self.goods.id, "product_uom_qty": quantity})
                           for quantity in (5, 7)]})
        there.action_confirm()
        moves = there.order_line.move_ids.sorted("id")
        policy = self._policy({"sort": ["value"]}, company_id=elsewhere.id)
        self.assertEqual(moves.company_id, elsewhere)
        self.assertEqual(self._ranks(policy, moves), [2, 1])
