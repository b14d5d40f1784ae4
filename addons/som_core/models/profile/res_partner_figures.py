from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Field of a partner → column of the profile it shows.
COLUMNS = {
    "som_profile_date": "computed_at",
    "som_order_count": "order_count",
    "som_order_value": "order_value",
    "som_last_order_date": "last_order_date",
    "som_dated_count": "dated_count",
    "som_on_time_rate": "on_time_rate",
    "som_return_rate": "return_rate",
    "som_paid_value": "paid_value",
    "som_days_to_pay": "days_to_pay",
    "som_exposure": "exposure",
    "som_overdue": "overdue",
    "som_overdue_days": "overdue_days",
    "som_limit": "credit_limit",
    "som_own_limit": "own_limit",
    "som_shared_exposure": "shared_exposure",
    "som_credit_used": "credit_used",
    "som_limit_until": "limit_until",
    "som_limit_shared": "limit_shared",
    "som_hold_count": "hold_count",
}
#: Nothing can be said about them as long as nothing happened: then they match no comparison and sort last.
UNKNOWN = {"som_profile_date", "som_last_order_date", "som_on_time_rate", "som_return_rate", "som_days_to_pay",
           "som_limit_until"}


def _figure(kind, name, label, **options):
    """A field that shows a figure of the profile; any list can search, sort and group by it."""
    def search(partners, operator, value):
        return partners._som_search_figure(name, operator, value)
    return kind(
        label, compute="_compute_som_profile", search=search, groups="som_core.group_som_user", **options)


def _amount(name, label, **options):
    return _figure(fields.Monetary, name, label, currency_field="som_profile_currency_id", **options)


class ResPartner(models.Model):
    """The figures of a customer in the company in use.

    Asked for one customer they are computed at once; asked for several they
    come from the profile, the same that lists search and sort by, so that a
    sorted list is in the order it shows. They are the commercial partner's: on
    its contacts they are zero, or a group of both would count them twice.
    """

    _inherit = "res.partner"

    som_profile_currency_id = fields.Many2one(
        "res.currency", string="Currency of the Figures", compute="_compute_som_profile_currency_id",
        groups="som_core.group_som_user")
    som_profile_date = _figure(fields.Datetime, "som_profile_date", "Figures As Of")
    som_order_count = _figure(
        fields.Integer, "som_order_count", "Confirmed Orders", help="Of all time.")
    som_order_value = _amount(
        "som_order_value", "Order Value (12 Months)", help="Untaxed value of the orders of the last 12 months.")
    som_last_order_date = _figure(fields.Date, "som_last_order_date", "Last Order")
    som_dated_count = _figure(
        fields.Integer, "som_dated_count", "Orders With a Date",
        help="Orders of goods with a requested or promised date in the last 12 months that are shipped or late.")
    som_on_time_rate = _figure(
        fields.Float, "som_on_time_rate", "On Time (%)", digits=(5, 1), aggregator="avg",
        help="Of the orders with a date: shipped in full by the end of that day.")
    som_return_rate = _figure(
        fields.Float, "som_return_rate", "Returned (%)", digits=(5, 1), aggregator="avg",
        help="Quantity returned of what was shipped, for the orders of the last 12 months.")
    som_paid_value = _amount(
        "som_paid_value", "Paid (12 Months)", help="What was paid on invoices in the last 12 months.")
    som_days_to_pay = _figure(
        fields.Float, "som_days_to_pay", "Days to Pay", digits=(8, 1), aggregator="avg",
        help="From invoice to payment, averaged over the money paid in the last 12 months.")
    som_exposure = _amount(
        "som_exposure", "Exposure", help="What is at stake: open receivables, draft invoices, orders not yet invoiced.")
    som_overdue = _amount("som_overdue", "Overdue")
    som_overdue_days = _figure(
        fields.Integer, "som_overdue_days", "Days Overdue", aggregator="max", help="Of the oldest open amount.")
    som_limit = _amount("som_limit", "Limit in Force", help="Zero: no limit.")
    som_own_limit = _amount(
        "som_own_limit", "Own Limit", help="The customer's own limit, also within a credit group. Zero: none.")
    som_shared_exposure = _amount(
        "som_shared_exposure", "Shared Exposure", help="What the members of the credit group owe together.")
    som_credit_used = _figure(
        fields.Float, "som_credit_used", "Credit Used (%)", digits=(12, 1), aggregator="avg",
        help="Exposure of the limit; of a shared one, the exposure of all who share it. Where a member of a credit"
             " group has a limit of its own too: of the one that is nearer.")
    som_limit_until = _figure(
        fields.Date, "som_limit_until", "Limit in Force Until", help="Empty: until further notice.")
    som_limit_shared = _figure(
        fields.Boolean, "som_limit_shared", "Limit Shared", help="The limit is that of the customer's credit group.")
    som_hold_count = _figure(
        fields.Integer, "som_hold_count", "Open Holds", help="Holds on the customer's orders that nobody has ended.")
    som_profile_note = fields.Char(
        string="Whose Figures", compute="_compute_som_profile_note", groups="som_core.group_som_user")

    # Reading

    @api.depends_context("company")
    def _compute_som_profile_currency_id(self):
        self.som_profile_currency_id = self.env.company.currency_id

    @api.depends_context("company")
    @api.depends("commercial_partner_id")
    def _compute_som_profile(self):
        customers = self._origin.filtered(lambda partner: partner.commercial_partner_id == partner)
        figures = customers._som_live_figures() if len(self) == 1 else customers._som_profile_figures()
        for partner in self:
            values = figures.get(partner._origin.id) or {}
            for name, column in COLUMNS.items():
                partner[name] = values.get(column) or False

    def _som_live_figures(self):
        figures = self.env["som.profile.figures"]._som_figures(self, self.env.company)
        return {partner_id: {**values, "computed_at": fields.Datetime.now()} for partner_id, values in figures.items()}

    def _som_profile_figures(self):
        # sudo: the fields shown are for those who may see these figures; others never get here
        profiles = self.env["som.customer.profile"].sudo().search_fetch(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)],
            ["partner_id", *COLUMNS.values()])
        return {profile.partner_id.id: {column: profile[column] for column in COLUMNS.values()} for profile in profiles}

    @api.depends_context("company", "lang")
    @api.depends("commercial_partner_id")
    def _compute_som_profile_note(self):
        note = self.env._("Figures of today in %(company)s, in %(currency)s.",
                          company=self.env.company.name, currency=self.env.company.currency_id.name)
        self.som_profile_note = note

    # Searching, sorting, grouping

    def _som_search_figure(self, name, operator, value):
        """Compare with the profile of the company in use; what is unknown matches no comparison."""
        field = self._fields[name]

        def to_sql(model, alias, query):
            condition = field._condition_to_sql(name, operator, value, model, alias, query)
            asks_for_unknown = operator in ("in", "not in") and any(item is False for item in value)
            if name in UNKNOWN and not asks_for_unknown:
                return SQL("(%s AND %s IS NOT NULL)", condition, model._field_to_sql(alias, name, query))
            return condition
        self._check_field_access(field, "read")
        return Domain.custom(to_sql=to_sql)

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr == "som_profile_currency_id":
            return SQL("%s", self.env.company.currency_id.id)
        if field_expr not in COLUMNS:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        column = SQL.identifier(self._som_join_profile(alias, query), COLUMNS[field_expr])
        if field_expr in UNKNOWN:
            return column
        return SQL("COALESCE(%s, %s)", column, False if self._fields[field_expr].type == "boolean" else 0)

    def _som_join_profile(self, alias, query):
        """Join the profile in the company in use.

        :return str: the profile's alias
        """
        if query is None:
            raise ValueError("The figures of customers stand in a table of their own: a query is needed to join it.")
        profile = query.make_alias(alias, f"som_profile_{self.env.company.id}")
        self.env["som.customer.profile"].flush_model()
        query.add_join("LEFT JOIN", profile, "som_customer_profile", SQL(
            "%s = %s AND %s = %s AND %s = %s",
            SQL.identifier(profile, "partner_id"), SQL.identifier(alias, "id"),
            SQL.identifier(profile, "company_id"), self.env.company.id,
            SQL.identifier(alias, "commercial_partner_id"), SQL.identifier(alias, "id")))
        return profile

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name in UNKNOWN and not nulls.code:
            nulls = SQL("NULLS LAST")
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # Acting

    def action_som_refresh_profile(self):
        """Bring the figures that lists show up to date for these customers."""
        self.env["som.customer.profile"].check_access("read")
        self.check_access("read")
        # sudo: rows are the refresh's own; whoever may see the figures may have them computed
        self.env["som.customer.profile"].sudo()._som_refresh(self.commercial_partner_id, self.env.company)

    def action_som_open_overdue(self):
        """The customer's invoices with an amount that should have been paid."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_move_out_invoice")
        action["display_name"] = self.env._("Overdue: %s", self.commercial_partner_id.display_name)
        action["domain"] = [
            ("commercial_partner_id", "=", self.commercial_partner_id.id), ("company_id", "=", self.env.company.id),
            ("state", "=", "posted"), ("line_ids", "any", [
                ("account_type", "=", "asset_receivable"), ("amount_residual", ">", 0),
                ("date_maturity", "<", fields.Date.context_today(self))])]
        action["context"] = {"create": False}
        return action

    def action_som_open_holds(self):
        """The holds that keep the customer's orders."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Holds of %s", self.commercial_partner_id.display_name),
            "res_model": "som.hold",
            "views": [(False, "list"), (False, "kanban")],
            "domain": [
                ("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id), ("state", "=", "open"),
                ("company_id", "=", self.env.company.id)],
        }
