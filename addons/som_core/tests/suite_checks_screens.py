from lxml import etree

from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .suite_checks_base import SuiteBase

LISTS = ("list", "kanban", "calendar", "activity")


class ScreenChecks(SuiteBase):
    """Views, menus, actions, reports and scheduled actions: each works for each person that may have it."""

    def test_each_view_renders_for_each_who_may_see_it(self):
        for view in self._own_xml_records("ir.ui.view"):
            with self.checking(view=view.xml_id):
                self.assertIsNotNone(view._get_combined_arch(), view.xml_id)
                if view.type == "qweb":
                    continue
                root = view
                while root.mode == "extension":
                    root = root.inherit_id
                seen_by = [name for name, user in self._each_person() if self._renders(root, view, name, user)]
                self.assertTrue(seen_by, f"{view.xml_id}: nobody may read {view.model}, so nobody ever sees it")

    def _renders(self, root, view, name, user):
        model = self.env[view.model].with_user(user)
        if not model.has_access("read"):
            return False
        with self.checking(view=view.xml_id, person=name):
            arch = etree.fromstring(model.get_view(root.id, root.type)["arch"])
            for node in arch.xpath("//field[not(ancestor::field)][@name]"):
                field = model._fields.get(node.get("name"))
                self.assertTrue(field, f"{view.xml_id} shows {node.get('name')}, which {view.model} does not have")
                self.assertTrue(
                    model._has_field_access(field, "read"),
                    f"{view.xml_id} shows {name} the field {field}, which they may not read")
        return True

    def test_each_menu_opens_for_each_group_that_sees_it(self):
        menus = self._own_xml_records("ir.ui.menu")
        for menu in menus:
            path = self._path_to(menu)
            with self.checking(menu=menu.complete_name):
                self.assertTrue(
                    any(step.group_ids for step in path & menus),
                    f"menu {menu.complete_name} has no group: give it (or a menu of this module above it) one")
            viewers = [(name, user) for name, user in self._each_person()
                       if not user.share and all(
                           not step.group_ids or user.all_group_ids & step.group_ids for step in path)]
            for name, user in viewers:
                with self.checking(menu=menu.complete_name, person=name):
                    self.assertIn(
                        menu.id, self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(debug=True),
                        f"{name} has the groups of {menu.complete_name}, but may not read what it opens "
                        "(or nothing is left below it)")
                    if menu.action and menu.action._name == "ir.actions.act_window":
                        self._open_window(menu.action, name, user)
            with self.checking(menu=menu.complete_name):
                self.assertTrue(viewers, f"nobody sees the menu {menu.complete_name}")

    def _path_to(self, menu):
        """The menu and those above it."""
        path = menu
        while menu.parent_id:
            menu = menu.parent_id
            path |= menu
        return path

    def test_each_window_action_opens_for_each_who_may_read(self):
        for action in self._own_xml_records("ir.actions.act_window"):
            for name, user in self._each_person(action.group_ids):
                if self.env[action.res_model].with_user(user).has_access("read"):
                    with self.checking(action=action.xml_id, person=name):
                        self._open_window(action, name, user)

    def _open_window(self, action, name, user):
        """Do what the web client does: load the views, search, read, and begin a new record."""
        context = self._evaluate(action.context or "{}", user)
        model = self.env[action.res_model].with_user(user).with_context(**context)
        domain = self._evaluate(action.domain, user)
        views = [*action.views, (action.search_view_id.id, "search")]
        loaded = model.get_views(views, {"load_filters": True, "toolbar": True, "action_id": action.id})
        for view_id, mode in views:
            arch = etree.fromstring(loaded["views"][mode]["arch"])
            with self.checking(action=action.xml_id, person=name, view=mode):
                if mode in LISTS:
                    model.web_search_read(domain, self._specification(model, arch), limit=5)
                elif mode == "form":
                    self._open_form(model, domain, arch, view_id)
                elif mode in ("pivot", "graph"):
                    self._aggregate(model, domain, arch)
                elif mode == "search":
                    self._use_filters(model, domain, arch, user)

    def _open_form(self, model, domain, arch, view_id):
        for record in model.search(domain, limit=1):
            record.web_read(self._specification(model, arch))
        if arch.get("create") not in ("0", "false", "False") and model.has_access("create"):
            Form(model.browse(), view_id or None)

    def _aggregate(self, model, domain, arch):
        groups, measures = [], ["__count"]
        for node in arch.xpath("./field"):
            field = model._fields[node.get("name")]
            if node.get("type") == "measure":
                measures.append(f"{field.name}:{field.aggregator or 'sum'}")
            else:
                interval = node.get("interval") or ("month" if field.type in ("date", "datetime") else "")
                groups.append(f"{field.name}:{interval}" if interval else field.name)
        model.formatted_read_group(domain, groups, measures)

    def _use_filters(self, model, domain, arch, user):
        """Every filter, every grouping and every field of a search view is tried."""
        for node in arch.xpath("//filter"):
            with self.checking(filter=node.get("name")):
                model.search_count(domain + self._evaluate(node.get("domain"), user))
                by = safe_eval(node.get("context") or "{}", {"uid": user.id}).get("group_by")
                if node.get("date"):
                    by = f"{node.get('date')}:month"
                for group in [by] if isinstance(by, str) else by or []:
                    model.formatted_read_group(domain, [group], ["__count"])
        for node in arch.xpath("//field[@name]"):
            field = model._fields[node.get("name")]
            with self.checking(search_field=field.name):
                if node.get("filter_domain"):
                    model.search_count(domain + self._evaluate(
                        node.get("filter_domain"), user, {"self": "x", "raw_value": "x"}))
                elif field.relational and not self.env[field.comodel_name].with_user(user).has_access("read"):
                    continue  # nobody looks for what they may not see
                elif field.type in ("char", "text", "html", "many2one", "many2many", "one2many"):
                    model.search_count([*domain, (field.name, node.get("operator") or "ilike", "x")])

    def test_each_server_action_runs(self):
        crons = self._own_xml_records("ir.cron").ir_actions_server_id
        for action in self._own_xml_records("ir.actions.server") - crons:
            with self.checking(action=action.xml_id):
                record = self._som_records(action.model_id.model)
                with self.env.cr.savepoint():
                    action.with_context(
                        active_model=record._name, active_id=record.id, active_ids=record.ids).run()

    def test_each_scheduled_action_runs(self):
        for cron in self._own_xml_records("ir.cron"):
            # whatever breaks in it, Odoo logs and goes on
            with (self.checking(cron=cron.cron_name), self.enter_registry_test_mode(),
                  self.assertNoLogs("odoo.addons", "ERROR")):
                cron.method_direct_trigger()

    def test_each_report_renders(self):
        for report in self._own_xml_records("ir.actions.report"):
            with self.checking(report=report.xml_id):
                record = self._som_records(report.model)
                self.assertTrue(record, f"no {report.model} to print: override _som_records")
                html, _kind = self.env["ir.actions.report"]._render_qweb_html(report.report_name, record.ids)
                self.assertTrue(html.strip(), f"{report.xml_id} prints nothing")
