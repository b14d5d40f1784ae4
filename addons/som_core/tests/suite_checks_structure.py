import io
from pathlib import Path

import polib

from odoo.models import Constraint
from odoo.modules import get_module_path
from odoo.tests import new_test_user
from odoo.tools.translate import trans_export

from .suite_checks_base import SuiteBase

RIGHTS = ("perm_write", "perm_create", "perm_unlink")


class StructureChecks(SuiteBase):
    """Rights, companies, labels, the database's own objects, translations."""

    #: Groups of the person who tries to look into another company, beside the sales manager's.
    som_company_groups = ("sales_team.group_sale_manager",)

    def test_each_model_has_access_rights(self):
        for model in self._own_models():
            with self.checking(model=model._name):
                rows = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
                self.assertTrue(
                    rows.filtered("group_id"),
                    f"{model._name} has no access rights: name a group for it in security/ir.model.access.csv")

    def test_no_right_to_change_without_a_group(self):
        for row in self._own_xml_records("ir.model.access"):
            with self.checking(access=row.name):
                if not row.group_id:
                    given = [right for right in RIGHTS if row[right]]
                    self.assertFalse(given, f"{row.name} gives {given} to everybody, the public included: name a group")

    def test_each_company_model_has_a_company_rule(self):
        for model in self._company_models():
            with self.checking(model=model._name):
                rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("groups", "=", False)])
                self.assertTrue(
                    rules.filtered(lambda rule: "company_ids" in (rule.domain_force or "")),
                    f"{model._name} has a company but no rule for all: add one with ('company_id', 'in', company_ids)")

    def test_no_record_is_seen_from_another_company(self):
        company = self.env["res.company"].create({"name": "Suite Check Elsewhere"})
        stranger = new_test_user(
            self.env, login="suite-stranger", groups=",".join(self.som_company_groups),
            email="stranger@example.com", company_id=company.id, company_ids=[(6, 0, company.ids)])
        for model in self._company_models():
            record = self._som_records(model._name)
            with self.checking(model=model._name):
                theirs = model.with_user(stranger).with_context(allowed_company_ids=company.ids, active_test=False)
                if record.company_id and theirs.has_access("read"):
                    self.assertFalse(
                        theirs.search([("id", "in", record.ids)]),
                        f"{record} of {record.company_id.name} is seen by a user of {company.name}")

    def _company_models(self):
        return [model for model in self._own_models() if "company_id" in model._fields and not model._transient]

    def test_each_field_has_a_label_of_its_own(self):
        for model, _classes in self._extended_models():
            by_label = {}
            for field in model._fields.values():
                by_label.setdefault(field.string, []).append(field)
            for label, same in by_label.items():
                names = ", ".join(field.name for field in same)
                if any(self.som_module in field._modules for field in same):
                    with self.checking(model=model._name, fields=names):
                        self.assertTrue(label, "no label")
                        self.assertEqual(len(same), 1, f"all have the label “{label}”: say what makes them different")

    def test_the_database_has_each_constraint_and_index(self):
        for model, _classes in self._extended_models():
            if model._abstract or not model._auto:
                continue
            for part in model._table_objects.values():
                if part._module != self.som_module:
                    continue
                name = part.full_name(model)
                with self.checking(model=model._name, name=name):
                    if isinstance(part, Constraint):
                        self.env.cr.execute(
                            "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass",
                            [name, model._table])
                    else:
                        self.env.cr.execute(
                            "SELECT 1 FROM pg_indexes WHERE indexname = %s AND tablename = %s", [name, model._table])
                    self.assertTrue(
                        self.env.cr.fetchone(),
                        f"{name} of {model._name} is not in the database: see the log of the installation for why")

    def test_translations_can_be_exported_and_the_template_is_up_to_date(self):
        path = Path(get_module_path(self.som_module), "i18n", f"{self.som_module}.pot")
        mend = f"bring it up to date with: make i18n ONLY={self.som_module}"
        self.assertTrue(path.exists(), f"{path} is missing; {mend}")
        with io.BytesIO() as buffer:
            self.assertTrue(
                trans_export(None, [self.som_module], buffer, "po", self.env), f"{self.som_module} exports no term")
            terms = {entry.msgid for entry in polib.pofile(buffer.getvalue().decode())}
        committed = {entry.msgid for entry in polib.pofile(str(path))}
        outdated = committed - terms
        # names in demonstration data are no part of the template
        missing = terms - committed if not self._has_demo_data() else ()
        for term in sorted(missing):
            with self.checking(term=repr(term)):
                self.fail(f"not in {path.name}; {mend}")
        for term in sorted(outdated):
            with self.checking(term=repr(term)):
                self.fail(f"in {path.name}, but nowhere else any more; {mend}")

    def _has_demo_data(self):
        return self.env["ir.module.module"].search([("name", "=", self.som_module)]).demo
