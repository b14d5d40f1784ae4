import ast

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...checks import registry
from ...stages import GUARDED_STAGES


class SomCheck(models.Model):
    """A check that orders must pass before they reach a stage: a record, never code."""

    _name = "som.check"
    _description = "Order Check"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(string="On", default=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    stage = fields.Selection(
        list(GUARDED_STAGES), string="Guards", required=True, default="confirmed", tracking=True,
        help="What an order that fails does not reach. A check of the confirmation is made when somebody confirms;"
             " one of shipping when the transfer is validated, and in the background before.")
    severity = fields.Selection(
        [("hold", "Hold"), ("warn", "Warning")], required=True, default="hold", tracking=True,
        help="Hold: the order waits until the cause is gone or somebody with the right waives it."
             " Warning: it is shown, and the order goes on.")
    kind = fields.Selection(
        [("builtin", "Built-in"), ("order", "Condition on orders"), ("line", "Condition on lines")],
        required=True, default="order", tracking=True)
    builtin = fields.Selection(
        lambda self: [(check.name, self.env._(check.label)) for check in registry.every()], string="Built-in Check",
        tracking=True)
    group = fields.Selection(
        [("price", "Price"), ("product", "Product"), ("delivery", "Delivery"), ("customer", "Customer"),
         ("credit", "Credit"), ("other", "Other")], string="About", required=True,
        compute="_compute_group", store=True, readonly=False, precompute=True)
    explanation = fields.Text(compute="_compute_explanation")
    uses = fields.Char(compute="_compute_explanation", help="Parameters that the built-in check reads.")

    domain = fields.Char(
        string="Condition", default="[]", tracking=True,
        help="Orders, or lines, that meet this fail the check.")
    target_model = fields.Char(compute="_compute_target_model")
    message = fields.Text(
        translate=True, help="What people read on an order that is held: what is wrong, and what to do next.")
    scope = fields.Char(
        string="Applies To", default="[]", tracking=True, help="Orders that are checked at all. Empty: all of them.")

    percent = fields.Float(tracking=True)
    amount = fields.Monetary(tracking=True, help="In the company's currency.")
    days = fields.Integer(tracking=True)

    expire_days = fields.Integer(
        string="Expires After", tracking=True,
        help="A hold of this check ends by itself after so many days. 0: never.")
    user_id = fields.Many2one(
        "res.users", string="Responsible", domain="[('share', '=', False)]", tracking=True,
        help="Gets an activity on each order that is held.")
    waive_group_id = fields.Many2one(
        "res.groups", string="Waived By", tracking=True,
        help="Only members of this group, who also have the right to waive holds, may waive these."
             " Empty: everybody with the right to waive holds.")
    hold_ids = fields.One2many("som.hold", "check_id")
    open_hold_count = fields.Integer(compute="_compute_open_hold_count")

    _builtin_named = models.Constraint(
        "CHECK (kind != 'builtin' OR builtin IS NOT NULL)", "Choose the built-in check.")
    _numbers_not_negative = models.Constraint(
        "CHECK (days >= 0 AND expire_days >= 0 AND amount >= 0)",
        "Days and amounts of a check cannot be negative.")

    @api.depends("kind", "builtin")
    def _compute_group(self):
        for check in self:
            definition = registry.get(check.builtin) if check.kind == "builtin" else None
            check.group = definition.group if definition else check.group or "other"

    @api.depends("kind", "builtin")
    def _compute_explanation(self):
        for check in self:
            definition = registry.get(check.builtin) if check.kind == "builtin" else None
            check.explanation = self.env._(definition.explanation) if definition else False
            # commas around each: the web client's conditions can look for text, not split it
            check.uses = f",{','.join(definition.parameters)}," if definition else False

    @api.depends("kind")
    def _compute_target_model(self):
        for check in self:
            check.target_model = "sale.order.line" if check.kind == "line" else "sale.order"

    def _compute_open_hold_count(self):
        counts = dict(self.env["som.hold"]._read_group(
            [("check_id", "in", self.ids), ("state", "=", "open")], ["check_id"], ["__count"]))
        for check in self:
            check.open_hold_count = counts.get(check, 0)

    @api.onchange("builtin")
    def _onchange_builtin(self):
        definition = registry.get(self.builtin)
        if definition:
            self.name = self.name or self.env._(definition.label)
            self.stage = definition.stage
            for field, value in definition.parameters.items():
                self[field] = value

    @api.constrains("kind", "domain", "message", "scope")
    def _check_conditions(self):
        for check in self:
            check._try_domain(check.scope, "sale.order", self._fields["scope"])
            if check.kind == "builtin":
                continue
            check._try_domain(check.domain, check.target_model, self._fields["domain"])
            if self._parse_domain(check.domain).is_true():
                raise ValidationError(self.env._(
                    "Check %s has no condition: it would stop every order. Say which orders or lines fail it.",
                    check.name))
            if not check.message:
                raise ValidationError(self.env._(
                    "Check %s needs a message: what is wrong with an order that it stops, and what to do next.",
                    check.name))

    def _try_domain(self, text, model_name, field):
        """Make sure that a condition works, under the rights of whoever writes it.

        Later it is evaluated for everybody, in superuser mode: it must not
        reach what its author may not read.
        """
        try:
            # constraints are checked in superuser mode, in which any condition would do
            self.env[model_name].sudo(False).search(self._parse_domain(text), limit=1)
        except Exception as error:
            raise ValidationError(self.env._(
                "“%(field)s” of check %(check)s does not work: %(error)s. Build it again with the editor.",
                field=field._description_string(self.env), check=self.name, error=error)) from error

    @api.model
    def _parse_domain(self, text):
        """The domain in a text; dates may be relative (``today -7d``), names of users cannot stand in it.

        :raises ValueError, SyntaxError: when it is none
        """
        return Domain(ast.literal_eval((text or "").strip() or "[]"))

    @api.model
    @tools.ormcache("company_id")
    def _active_ids(self, company_id):
        """Ids of the checks that are on in a company, in their order.

        Asked on every change of an order: answered without a query.
        """
        # sudo: which checks are on is the same for everybody, also for whoever asks for archived records
        return tuple(self.sudo().search([("company_id", "=", company_id), ("active", "=", True)]).ids)

    def _for_stages(self, company, stages):
        """The company's checks, in superuser mode, that guard one of some stages."""
        # sudo: orders are checked for whoever touches them, by rules of the company
        return self.sudo().browse(self._active_ids(company.id)).filtered(lambda check: check.stage in stages)

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        self.env.registry.clear_cache()
        return checks

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        if not vals.keys() <= {"sequence", "name"}:
            self._recheck_holds()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _recheck_holds(self):
        """What is held by a check that has changed is looked at again."""
        # sudo: holds follow the check, whoever may read the orders
        opened = self.sudo().hold_ids.filtered(lambda hold: hold.state == "open")
        opened.filtered(lambda hold: not hold.check_id.active)._end("cleared")
        opened.order_id._som_recheck()
        opened.order_id._som_wake_release()

    @api.model
    def _create_builtins(self, companies=None):
        """Give each company every built-in check it has not, switched off."""
        # sudo: part of setting up a company
        Check = self.sudo().with_context(active_test=False)
        companies = companies or self.env["res.company"].sudo().search([])  # sudo: as above
        have = set(Check._read_group([("builtin", "!=", False)], ["company_id", "builtin"]))
        return Check.create([
            self._prepare_builtin(definition, company, position)
            for company in companies for position, definition in enumerate(registry.every())
            if (company, definition.name) not in have])

    @api.model
    def _prepare_builtin(self, definition, company, position):
        return {
            "name": self.with_context(lang="en_US").env._(definition.label), "kind": "builtin",
            "builtin": definition.name, "company_id": company.id, "stage": definition.stage, "active": False,
            "sequence": 10 + position, **definition.parameters,
        }

    def copy_data(self, default=None):
        return [dict(vals, name=self.env._("%s (copy)", check.name))
                for check, vals in zip(self, super().copy_data(default=default), strict=True)]

    def action_open_holds(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_core.action_som_hold")
        return dict(action, domain=[("check_id", "=", self.id)], context={"search_default_open": 1})
