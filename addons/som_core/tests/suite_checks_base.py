"""What the parts of :mod:`suite_checks` share: people with different rights, and what a module brought along."""
import contextlib
import traceback
from pathlib import Path

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

#: Who opens things, from the fewest rights to the most.
PEOPLE = {
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "order user": "som_core.group_som_user",
    "order manager": "som_core.group_som_manager",
    "salesperson": "sales_team.group_sale_salesman",
    "sales manager": "sales_team.group_sale_manager",
    "administrator": "base.group_system",
}


class SuiteBase:
    """Base of the parts; goes before a test case of Odoo's."""

    longMessage = False  # the messages here say it all

    #: Name of the addon under test.
    som_module = None
    #: More people: name → comma-separated groups.
    som_people = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: new_test_user(
                cls.env, login=f"suite-{name.replace(' ', '-')}", groups=groups, email=f"suite{number}@example.com")
            for number, (name, groups) in enumerate({**PEOPLE, **cls.som_people}.items())}

    def setUp(self):
        super().setUp()
        self._problems = []
        self._checked = {}
        self.addCleanup(self._report)

    @contextlib.contextmanager
    def checking(self, **what):
        """Like ``subTest``, for any runner: what fails inside is named, taken back, and the test goes on."""
        outer, self._checked = self._checked, {**self._checked, **what}
        try:
            with self.env.cr.savepoint():
                yield
        except Exception as error:  # noqa: BLE001 (everything that breaks is a finding)
            self.env.invalidate_all(flush=False)
            named = ", ".join(f"{key} {value}" for key, value in self._checked.items())
            place = "" if isinstance(error, self.failureException) else f"{type(error).__name__} {self._place(error)}: "
            text = str(error).partition("\n\n")[0] if isinstance(error, AccessError) else error  # not who else may
            self._problems.append(f"{named}: {place}{text}")
        finally:
            self._checked = outer

    def _place(self, error):
        """Where in the suite something broke."""
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "/som_" in frame.filename and "/tests/" not in frame.filename]
        last = (own or frames)[-1]
        return f"at {Path(last.filename).name}:{last.lineno} in {last.name}"

    def _report(self):
        """Fail with everything that was found, one after the other."""
        if self._problems:
            found = "\n\n".join(dict.fromkeys(self._problems))
            self.fail(f"{len(self._problems)} found in {self.som_module}:\n\n{found}")

    def _som_records(self, model_name):
        """A record to try things on, found as superuser; an addon's tests override this to make sure of one."""
        return self.env[model_name].with_context(active_test=False).search([], limit=1)

    def _own_xml_records(self, model_name):
        """Records of a model that the module's data files define."""
        data = self.env["ir.model.data"].search([("module", "=", self.som_module), ("model", "=", model_name)])
        return self.env[model_name].with_context(active_test=False).browse(data.mapped("res_id")).exists()

    def _own_models(self):
        """Concrete models that the module defines itself."""
        return [self.env[name] for name, cls in sorted(self.registry.items())
                if cls._original_module == self.som_module and not cls._abstract]

    def _extended_models(self):
        """Every model the module defines or extends, each with the module's classes for it."""
        prefix = f"odoo.addons.{self.som_module}."
        for name, cls in sorted(self.registry.items()):
            classes = [part for part in cls._model_classes__ if part.__module__.startswith(prefix)]
            if classes:
                yield self.env[name], classes

    def _each_person(self, groups=None):
        """(name, user) of everybody, or of those who have one of some groups."""
        for name, user in self.people.items():
            if not groups or user.all_group_ids & groups:
                yield name, user

    def _evaluate(self, expression, user, names=None):
        """A domain or context as it stands in a view or action, evaluated for a user."""
        return safe_eval(expression or "[]", {
            "uid": user.id, "time": time, "datetime": datetime, "relativedelta": dateutil.relativedelta.relativedelta,
            "context_today": lambda: fields.Date.context_today(user), "current_date": str(fields.Date.today()),
            "allowed_company_ids": user.company_ids.ids, "company_id": user.company_id.id,
            "active_id": False, "active_ids": [], "active_model": False, "context": {}, **(names or {})})

    def _specification(self, model, arch):
        """What the web client reads for a view: the specification of ``web_read`` and ``web_search_read``."""
        level = arch.xpath("count(ancestor::field)")
        specification = {}
        for node in arch.xpath(".//field[count(ancestor::field) = $level]", level=level):
            field = model._fields[node.get("name")]
            specification[field.name] = {}
            if field.type in ("many2one", "reference"):
                specification[field.name] = {"fields": {"display_name": {}}}
            elif field.relational:
                comodel = self.env[field.comodel_name]
                subviews = [child for child in node if child.tag in ("list", "kanban", "form")]
                specification[field.name] = {"fields": {
                    name: value for subview in subviews
                    for name, value in self._specification_below(comodel, subview).items()} or {"display_name": {}}}
        return specification

    def _specification_below(self, model, subview):
        return self._specification(model, etree.fromstring(etree.tostring(subview)))
