from odoo import api, fields, models
from odoo.tools import SQL, format_amount, format_date

CAUSES = [
    ("incomplete", "Incomplete address"),
    ("no_sales", "No sales"),
    ("overlap", "Two rules at once"),
    ("shadowed", "Never applies"),
    ("below_cost", "Below cost"),
    ("expired", "Expired"),
    ("archived", "Archived product"),
]
#: What makes a finding the same finding in the next run; as in the unique index.
IDENTITY = ("company_id", "partner_id", "product_id", "rule_id")
ADDRESS = ("street", "street2", "zip", "city", "state_id", "country_id")


class SomHealthFinding(models.Model):
    """Something about a customer, product or price rule that somebody should mend, as the last run saw it.

    Runs write findings in SQL: new ones appear, those whose cause is gone disappear, dismissed ones stay dismissed.
    """

    _name = "som.health.finding"
    _description = "Data Health Finding"
    _order = "id"
    _rec_name = "message"

    kind = fields.Selection(
        [("address", "Incomplete Addresses"), ("product", "Obsolete Products"), ("price", "Price Rules")],
        required=True, readonly=True, index=True)
    cause = fields.Selection(CAUSES, required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", readonly=True, index="btree_not_null", ondelete="cascade",
        help="Empty: shared by all companies.")
    state = fields.Selection(
        [("open", "Open"), ("solved", "Solved"), ("dismissed", "Dismissed")],
        required=True, default="open", readonly=True,
        help="Solved ones go away with the next run; dismissed ones do not come back as long as the cause lasts.")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade", index="btree_not_null")
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="cascade", index="btree_not_null")
    rule_id = fields.Many2one(
        "product.pricelist.item", string="Price Rule", readonly=True, ondelete="cascade", index="btree_not_null")
    other_rule_id = fields.Many2one(
        "product.pricelist.item", string="Rule That Wins", readonly=True, ondelete="set null", index="btree_not_null")
    pricelist_id = fields.Many2one(related="rule_id.pricelist_id")
    rule_price = fields.Char(related="rule_id.price", string="Price of the Rule")
    details = fields.Json(readonly=True, help="What the message is made of.")
    message = fields.Char(string="What Is Wrong", compute="_compute_message")
    last_sale = fields.Date(readonly=True, help="Empty: never sold.")
    stock = fields.Float(string="In Stock", digits="Product Unit", readonly=True, aggregator=None)
    quotation_count = fields.Integer(string="Open Quotations", readonly=True)
    # an address is mended where it is shown
    street = fields.Char(related="partner_id.street", readonly=False)
    street2 = fields.Char(related="partner_id.street2", readonly=False)
    zip = fields.Char(related="partner_id.zip", readonly=False)
    city = fields.Char(related="partner_id.city", readonly=False)
    state_id = fields.Many2one(
        related="partner_id.state_id", string="Federal State", readonly=False,
        domain="[('country_id', '=?', country_id)]")
    country_id = fields.Many2one(related="partner_id.country_id", readonly=False)

    _identity_uniq = models.UniqueIndex(
        "(cause, COALESCE(company_id, 0), COALESCE(partner_id, 0), COALESCE(product_id, 0), COALESCE(rule_id, 0))")
    _open_idx = models.Index("(kind, company_id) WHERE state = 'open'")

    # What the reader sees

    @api.depends("cause", "details", "product_id", "other_rule_id", "rule_id")
    @api.depends_context("lang")
    def _compute_message(self):
        for finding in self:
            finding.message = getattr(finding, f"_message_{finding.cause}")()

    @api.depends("message", "partner_id", "product_id", "rule_id")
    def _compute_display_name(self):
        for finding in self:
            about = finding.partner_id or finding.product_id or finding.rule_id
            finding.display_name = f"{about.display_name}: {finding.message}"

    def _message_incomplete(self):
        details = self.details or {}
        fields_of = self.env["res.partner"].fields_get(details.get("missing", []), ["string"])
        return self.env._("Missing: %s", ", ".join(
            fields_of[name]["string"] for name in details.get("missing", []) if name in fields_of))

    def _message_no_sales(self):
        sold = format_date(self.env, self.last_sale) if self.last_sale else self.env._("never")
        parts = [self.env._("Last sold: %s", sold)]
        if self.stock:
            parts.append(self.env._("%s in stock", f"{self.stock:g}"))
        if self.quotation_count:
            parts.append(self.env._("on %s open quotations", self.quotation_count))
        return "; ".join(parts)

    def _message_overlap(self):
        return self.env._(
            "While both are valid, the other rule for the same products and quantity wins (%s).",
            self.other_rule_id.price or self.env._("deleted since"))

    def _message_shadowed(self):
        if (self.details or {}).get("variants"):
            return self.env._("Each variant has a rule of its own, and that comes first.")
        return self.env._(
            "Another rule for the same products and quantity always wins (%s).",
            self.other_rule_id.price or self.env._("deleted since"))

    def _message_expired(self):
        return self.env._("Ended on %s.", format_date(self.env, (self.details or {}).get("ended")))

    def _message_archived(self):
        return self.env._("The product is archived.")

    def _message_below_cost(self):
        details = self.details or {}
        currency = self.env["res.currency"].browse(details.get("currency"))
        product = self.env["product.product"].browse(details.get("product")).exists()
        values = {
            "product": product.display_name or self.env._("one that was deleted since"),
            "quantity": f"{details.get('quantity', 0):g}",
            "price": format_amount(self.env, details.get("price", 0), currency),
            "cost": format_amount(self.env, details.get("cost", 0), currency)}
        if details.get("count") == 1:
            return self.env._("%(price)s, cost %(cost)s: %(product)s, from %(quantity)s on", **values)
        return self.env._(
            "%(count)s products, the worst %(price)s, cost %(cost)s: %(product)s, from %(quantity)s on",
            count=details.get("count"), **values)

    # Decisions

    def action_dismiss(self):
        """Leave it as it is: the finding does not come back as long as its cause lasts."""
        self.check_access("write")
        self.filtered(lambda finding: finding.state == "open").state = "dismissed"
        return True

    def action_reopen(self):
        self.check_access("write")
        self.filtered(lambda finding: finding.state == "dismissed").state = "open"
        return True

    def _som_mark_solved(self):
        self.filtered(lambda finding: finding.state == "open").state = "solved"

    # Written by runs

    @api.model
    def _som_sync(self, kind, found, scope):
        """Make the findings of a scope those that were found.

        :param SQL found: query with the columns cause, company_id, partner_id, product_id, rule_id, other_rule_id
            and details (jsonb); each finding once
        :param SQL scope: condition on ``f`` (som_health_finding): which ones go if they are not among the found
        """
        self.flush_model()
        same = SQL(" AND ").join(  # unlike IS NOT DISTINCT FROM, this can be joined by hash
            SQL("COALESCE(%s, 0) = COALESCE(%s, 0)", SQL.identifier("f", name), SQL.identifier("found", name))
            for name in IDENTITY)
        self.env.execute_query(SQL(
            """
            WITH found AS MATERIALIZED (%(found)s),
            gone AS (
                DELETE FROM som_health_finding f
                 WHERE f.kind = %(kind)s AND (%(scope)s) AND NOT EXISTS (
                    SELECT 1 FROM found WHERE f.cause = found.cause AND %(same)s))
            INSERT INTO som_health_finding AS old (
                   kind, cause, company_id, partner_id, product_id, rule_id, other_rule_id, details,
                   last_sale, stock, quotation_count, state, create_uid, create_date, write_uid, write_date)
            SELECT %(kind)s, cause, company_id, partner_id, product_id, rule_id, other_rule_id, details,
                   (details->>'last_sale')::date, COALESCE((details->>'stock')::float, 0),
                   COALESCE((details->>'quotations')::int, 0), 'open', %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                   now() AT TIME ZONE 'UTC'
              FROM found
            ON CONFLICT (cause, COALESCE(company_id, 0), COALESCE(partner_id, 0), COALESCE(product_id, 0),
                         COALESCE(rule_id, 0))
            DO UPDATE SET
                (other_rule_id, details, last_sale, stock, quotation_count, write_date) = (
                    EXCLUDED.other_rule_id, EXCLUDED.details, EXCLUDED.last_sale, EXCLUDED.stock,
                    EXCLUDED.quotation_count, EXCLUDED.write_date),
                state = CASE WHEN old.state = 'solved' THEN 'open' ELSE old.state END
             WHERE old.details IS DISTINCT FROM EXCLUDED.details OR old.state = 'solved'
                OR old.other_rule_id IS DISTINCT FROM EXCLUDED.other_rule_id
            RETURNING old.id
            """, found=found, kind=kind, scope=scope, same=same, uid=self.env.uid))
        self.invalidate_model()
