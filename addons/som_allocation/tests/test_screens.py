from lxml import etree

from odoo.tests import TransactionCase, new_test_user, tagged

#: Whoever has it → the menus of this addon that he sees.
MENUS = {
    "stock.group_stock_user": {"som.allocation.run"},
    "stock.group_stock_manager": {"som.allocation.run", "som.stock.audit"},
    "sales_team.group_sale_salesman": {"som.allocation.run", "som.backorder"},
    "sales_team.group_sale_salesman_all_leads": {"som.allocation.run", "som.backorder"},
    "sales_team.group_sale_manager": {
        "som.allocation.policy", "som.allocation.protection", "som.allocation.replay", "som.allocation.run",
        "som.backorder", "som.sourcing.rule"},
}
#: What only those may press who may change what it changes.
PRESSED_BY_MANAGERS = {
    "som.allocation.run": {"action_preview", "action_apply", "action_stop", "action_undo"},
    "som.allocation.policy": {"action_activate", "action_deactivate", "action_som_preview", "action_som_try_on_past"},
    "som.stock.audit": {"action_audit", "action_repair"},
}


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    """Each role gets the screens it works with, whole, and no button that would only be refused."""

    def _env(self, group):
        return self.env(user=new_test_user(self.env, f"screens-{group.split('.')[1]}", group))

    def _actions(self, env=None):
        """The addon's own window actions; those in the menus of a user, where one is given."""
        ours = self.env["ir.model.data"].search([
            ("module", "=", "som_allocation"), ("model", "=", "ir.actions.act_window")])
        actions = self.env["ir.actions.act_window"].browse(ours.mapped("res_id")).filtered(
            lambda action: action.res_model.startswith("som."))
        if env is None:
            return actions
        menus = self.env["ir.ui.menu"].browse(env["ir.ui.menu"]._visible_menu_ids())
        return actions.filtered(lambda action: action in menus.mapped("action"))

    def _show(self, env, action):
        """What the web client does to show each view of an action: get it, then read its fields."""
        model = env[action.res_model]
        modes = action.view_mode.split(",")
        got = model.get_views([(False, mode) for mode in [*modes, "search"]])
        fields = got["models"][action.res_model]["fields"]
        for mode in modes:
            arch = etree.fromstring(got["views"][mode]["arch"])
            names = {node.get("name") for node in arch.iter("field")} & set(fields)
            model.web_search_read([], {name: {} for name in names}, limit=3)

    def test_menus_of_each_role(self):
        for group, models in MENUS.items():
            with self.subTest(group):
                self.assertEqual(set(self._actions(self._env(group)).mapped("res_model")), models)

    def test_each_role_can_open_what_its_menus_show(self):
        for group in MENUS:
            env = self._env(group)
            for action in self._actions(env):
                with self.subTest(group, model=action.res_model):
                    self._show(env, action)

    def test_lists_have_cards_for_phones(self):
        for action in self._actions().filtered(lambda action: "list" in action.view_mode):
            with self.subTest(action.res_model):
                self.assertIn("kanban", action.view_mode.split(","))
                self.assertTrue(self.env["ir.ui.view"].search(
                    [("model", "=", action.res_model), ("type", "=", "kanban")]))

    def _buttons(self, env, model, mode):
        arch = etree.fromstring(env[model].get_view(view_type=mode)["arch"])
        return {node.get("name") for node in arch.iter("button")}

    def test_no_button_that_is_only_refused(self):
        for group in ("stock.group_stock_user", "sales_team.group_sale_salesman"):
            env = self._env(group)
            for model, names in PRESSED_BY_MANAGERS.items():
                if env[model].has_access("read"):
                    for mode in ("form", "list", "kanban"):
                        with self.subTest(group, model=model, mode=mode):
                            self.assertFalse(self._buttons(env, model, mode) & names)

    def test_managers_have_the_buttons(self):
        env = self._env("sales_team.group_sale_manager")
        for model in ("som.allocation.run", "som.allocation.policy"):
            self.assertLessEqual(PRESSED_BY_MANAGERS[model], self._buttons(env, model, "form"))
        env = self._env("stock.group_stock_manager")
        self.assertLessEqual(PRESSED_BY_MANAGERS["som.stock.audit"], self._buttons(env, "som.stock.audit", "form"))
        self.assertIn("action_audit", self._buttons(env, "som.stock.audit", "kanban"))
