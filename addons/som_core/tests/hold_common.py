from .common import SomCommon


class HoldCommon(SomCommon):
    """Orders, checks, and people who may and may not waive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["som.check"].search([]).active = False
        cls.seller = cls._user("seller", "sales_team.group_sale_salesman")
        cls.waiver = cls._user("waiver", "sales_team.group_sale_salesman_all_leads", "som_core.group_som_waive")

    @classmethod
    def _check(cls, builtin=None, **values):
        """A check that is on: a built-in one by its name, or a condition."""
        if builtin:
            values = {"kind": "builtin", "builtin": builtin, "name": builtin, **values}
        else:
            values = {"name": "No big orders", "message": "Too big: ask.", "kind": "order",
                      "domain": "[('amount_untaxed', '>', 1000)]", **values}
        return cls.env["som.check"].create(values)

    def _big(self, **values):
        """A quotation above 1,000."""
        return self._order((self.goods, 200), **values)

    def _holds(self, order, state="open"):
        return order.som_hold_ids.filtered(lambda hold: hold.state == state)

    def _reason(self, order):
        """What holds an order once it is checked; empty where nothing does."""
        order.action_som_check()
        return order.som_hold_reason or ""

    def _waive(self, order):
        order.som_open_hold_ids.with_user(self.waiver).waive("Agreed by phone")
        self.assertEqual(order.som_hold_status, "clear")

    def _assert_freed_by(self, order, change):
        """The end of the transaction that changes something frees the order."""
        change()
        self.env.cr.flush()
        self.assertEqual((order.som_hold_status, order.som_awaits_release), ("clear", True))
