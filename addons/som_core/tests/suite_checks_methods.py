import contextlib
import inspect
import re
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.models import BaseModel
from odoo.sql_db import Cursor
from odoo.tools import SQL

from .suite_checks_base import SuiteBase

CHANGES = re.compile(
    r"(?<!FOR )(?<!KEY )\b(?:INSERT\s+INTO|UPDATE\s+(?:ONLY\s+)?[\"\w]|DELETE\s+FROM|TRUNCATE\b)", re.IGNORECASE)
#: Who has no right to change anything of the suite's.
OUTSIDERS = ("portal", "internal")


class MethodChecks(SuiteBase):
    """What can be called from outside refuses, or changes nothing, for those without the right."""

    #: Methods that outsiders may make change something: "model.method" → why that is right.
    som_open_methods = {}

    def _som_arguments(self, model_name, method_name):
        """What to call a public method with that needs arguments: a tuple; an addon's tests override this."""
        self.fail(f"{model_name}.{method_name} needs arguments: name them in _som_arguments")

    def test_public_methods_refuse_who_has_no_right(self):
        open_to = set()
        for model, name in self._public_methods():
            called = f"{model._name}.{name}"
            for person in OUTSIDERS:
                with self.checking(method=called, person=person):
                    changed = self._call(model, name, self.people[person])
                    if changed and called in self.som_open_methods:
                        open_to.add(called)
                    elif changed:
                        self.fail(
                            f"{called} lets the {person} user change the database, beginning with:\n{changed[0]}\n"
                            "Check the caller's rights in it, or make it private (api.private, or a leading _)")
        with self.checking(list="som_open_methods"):
            self.assertFalse(
                set(self.som_open_methods) - open_to, "som_open_methods names what changes nothing, or is not there")

    def _public_methods(self):
        """(model, method name) of all that the module lets others call."""
        for model, classes in self._extended_models():
            names = {name for part in classes for name, value in vars(part).items()
                     if inspect.isfunction(value) and not name.startswith("_") and not hasattr(BaseModel, name)}
            for name in sorted(names):
                if not any(getattr(getattr(part, name, None), "_api_private", False) for part in type(model).mro()):
                    yield model, name

    def _call(self, model, name, user):
        """Call a method as a user and take everything back.

        :return list: the statements that changed something; none if the call was refused
        """
        method = getattr(type(model), name)
        records = model
        if not hasattr(method, "_api_model"):
            records = self._som_records(model._name)
            self.assertTrue(records, f"no {model._name} to call {name} on: override _som_records")
        needed = [parameter for parameter in list(inspect.signature(method).parameters.values())[1:]
                  if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD]
        arguments = self._som_arguments(model._name, name) if needed else ()
        savepoint = self.env.cr.savepoint()
        self.env.invalidate_all()  # what is in the cache would be read without asking for rights
        try:
            with self._changes() as changes:
                method(records.with_user(user), *arguments)
                self.env.flush_all()
        except AccessError:
            return []
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
        return changes

    @contextlib.contextmanager
    def _changes(self):
        """Collect the statements that change rows."""
        changes = []
        execute = Cursor.execute

        def noting(cursor, query, *args, **kwargs):
            text = query.code if isinstance(query, SQL) else query
            text = text.decode() if isinstance(text, bytes) else str(text)  # psycopg2 takes bytes and composables too
            if CHANGES.search(text):
                changes.append(" ".join(text.split())[:300])
            return execute(cursor, query, *args, **kwargs)

        with patch.object(Cursor, "execute", noting):
            yield changes
