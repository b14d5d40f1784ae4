from odoo import api, fields, models
from odoo.tools import SQL

from ...health import blocks, normal

#: Columns of the table, in the order of :class:`normal.Keys` without the id.
COLUMNS = tuple(f"key_{name}" for name in normal.Keys._fields[1:])


class SomPartnerKey(models.Model):
    """What is compared of a customer, one row each: normalised values and the keys that bring candidates together.

    The rows are made and renewed by the scan for duplicates, in SQL; ``pending`` says that the customer is to be
    compared. Own companies and internal users are no customers and have none.
    """

    _name = "som.partner.key"
    _description = "Customer as Compared"
    _log_access = False
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="cascade", readonly=True)
    seen_at = fields.Datetime(readonly=True, help="Last change of the customer that is considered here.")
    pending = fields.Boolean(readonly=True, help="Changed since it was compared.")
    key_parent = fields.Integer(string="Parent ID", readonly=True)
    key_root = fields.Integer(string="Topmost Parent ID", readonly=True)
    company_id = fields.Many2one("res.company", related="partner_id.company_id", search="_search_company_id")
    key_company = fields.Integer(string="Company ID", readonly=True)
    key_commercial = fields.Boolean(string="Commercial Entity", readonly=True)
    key_is_company = fields.Boolean(string="Is a Company", readonly=True)
    key_kind = fields.Char(string="Type", readonly=True)
    key_country = fields.Integer(string="Country ID", readonly=True)
    key_name = fields.Char(string="Name as Compared", readonly=True)
    key_email = fields.Char(string="E-mail as Compared", readonly=True)
    key_phone = fields.Char(string="Phone as Compared", readonly=True)
    key_vat = fields.Char(string="Tax Number as Compared", readonly=True)
    key_street = fields.Char(string="Street as Compared", readonly=True)
    key_zip = fields.Char(string="Postcode as Compared", readonly=True)
    key_city = fields.Char(string="City as Compared", readonly=True)

    _partner_uniq = models.Constraint("UNIQUE (partner_id)", "A customer is compared once.")
    _pending_idx = models.Index("(partner_id) WHERE pending")

    def init(self):
        """The keys are an array, which Odoo has no field for."""
        self.env.cr.execute("ALTER TABLE som_partner_key ADD COLUMN IF NOT EXISTS blocks integer[]")

    @api.model
    def _search_company_id(self, operator, value):
        return [("partner_id.company_id", operator, value)]

    # Which are to be renewed

    @api.model
    def _som_customers(self):
        """SQL: condition on ``p`` (res_partner) for those who are compared."""
        return SQL("""
            p.active
            AND NOT EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = p.id AND u.share IS NOT TRUE)
            AND NOT EXISTS (SELECT 1 FROM res_company c WHERE c.partner_id = p.id)
        """)

    @api.model
    def _som_changed_count(self):
        """Customers that were added or changed since their row here was made."""
        return self.env.execute_query(SQL("SELECT count(*) FROM (%s) changed", self._som_changed()))[0][0]

    @api.model
    def _som_changed(self):
        return SQL("""
            SELECT p.id FROM res_partner p LEFT JOIN som_partner_key k ON k.partner_id = p.id
             WHERE %s AND (k.id IS NULL OR k.seen_at IS DISTINCT FROM p.write_date)
        """, self._som_customers())

    @api.model
    def _som_forget_gone(self):
        """Remove the rows of those who are no customers any more, and the pairs found with them."""
        self.env.execute_query(SQL("""
            WITH gone AS (
                DELETE FROM som_partner_key k USING res_partner p
                 WHERE p.id = k.partner_id AND NOT (%s) RETURNING k.partner_id)
            DELETE FROM som_partner_duplicate d USING gone
             WHERE d.state = 'found' AND gone.partner_id IN (d.partner_id, d.other_id) RETURNING d.id
        """, self._som_customers()))
        self.env["som.partner.duplicate"].invalidate_model()

    # Renewing

    @api.model
    def _som_renew(self, limit):
        """Renew the rows of up to ``limit`` changed customers; return how many there were.

        Those whose values differ are pending afterwards.
        """
        rows = self.env.execute_query(self._som_source(limit))
        if rows:
            self._som_store([self._som_row(row) for row in rows])
            self.invalidate_model()
        return len(rows)

    @api.model
    def _som_source(self, limit):
        """SQL: what customers have written about themselves, in the order that ``_som_row`` takes it."""
        return SQL("""
            WITH RECURSIVE changed AS (%s ORDER BY p.id LIMIT %s),
            up AS (
                SELECT p.id, p.parent_id AS above FROM changed JOIN res_partner p USING (id)
                 WHERE p.parent_id IS NOT NULL
                UNION
                SELECT up.id, p.parent_id FROM up JOIN res_partner p ON p.id = up.above
                 WHERE p.parent_id IS NOT NULL),
            root AS (
                SELECT up.id, min(up.above) AS root FROM up JOIN res_partner p ON p.id = up.above
                 WHERE p.parent_id IS NULL GROUP BY up.id)
            SELECT p.id, p.write_date, COALESCE(p.parent_id, 0), COALESCE(root.root, 0), COALESCE(p.company_id, 0),
                   p.commercial_partner_id = p.id, COALESCE(p.is_company, FALSE), p.type, COALESCE(p.country_id, 0),
                   p.name, p.email, p.phone, p.vat, p.street, p.street2, p.zip, p.city,
                   COALESCE(country.code, home_country.code)
              FROM changed JOIN res_partner p USING (id)
              LEFT JOIN root ON root.id = p.id
              LEFT JOIN res_country country ON country.id = p.country_id
              LEFT JOIN res_company company ON company.id = COALESCE(
                  p.company_id, (SELECT min(id) FROM res_company))
              LEFT JOIN res_partner home ON home.id = company.partner_id
              LEFT JOIN res_country home_country ON home_country.id = home.country_id
             ORDER BY p.id
        """, self._som_changed(), limit)

    @api.model
    def _som_row(self, source):
        """A row of the table from a row of ``_som_source``."""
        (partner, seen_at, parent, root, company, commercial, is_company, kind, country,
         name, email, phone, vat, street, street2, postcode, city, region) = source
        placed = commercial or kind != "contact"  # a contact has the address of its parent
        keys = normal.Keys(
            id=partner, parent=parent, root=root, company=company, commercial=commercial, is_company=is_company,
            kind=kind or "contact", country=country,
            name=normal.name(name),
            email=normal.email(email),
            phone=normal.phone(phone, region),
            vat=normal.tax_number(vat) if commercial else "",
            street=normal.street(street, street2) if placed else "",
            zip=normal.postcode(postcode) if placed else "",
            city=normal.city(city) if placed else "")
        return (partner, seen_at, blocks.keys(keys), *keys[1:])

    @api.model
    def _som_store(self, rows):
        """Write rows, a thousand in a statement; those that say something new are pending."""
        self.env.cr.execute_values("""
            INSERT INTO som_partner_key AS old (
                partner_id, seen_at, blocks, key_parent, key_root, key_company, key_commercial, key_is_company,
                key_kind, key_country, key_name, key_email, key_phone, key_vat, key_street, key_zip, key_city, pending)
            VALUES %s
            ON CONFLICT (partner_id) DO UPDATE SET (
                seen_at, blocks, key_parent, key_root, key_company, key_commercial, key_is_company,
                key_kind, key_country, key_name, key_email, key_phone, key_vat, key_street, key_zip, key_city, pending
            ) = (
                EXCLUDED.seen_at, EXCLUDED.blocks, EXCLUDED.key_parent, EXCLUDED.key_root, EXCLUDED.key_company,
                EXCLUDED.key_commercial, EXCLUDED.key_is_company, EXCLUDED.key_kind, EXCLUDED.key_country,
                EXCLUDED.key_name, EXCLUDED.key_email, EXCLUDED.key_phone, EXCLUDED.key_vat, EXCLUDED.key_street,
                EXCLUDED.key_zip, EXCLUDED.key_city,
                old.pending OR (
                    old.key_parent, old.key_root, old.key_company, old.key_commercial, old.key_is_company,
                    old.key_kind, old.key_country, old.key_name, old.key_email, old.key_phone, old.key_vat,
                    old.key_street, old.key_zip, old.key_city)
                IS DISTINCT FROM (
                    EXCLUDED.key_parent, EXCLUDED.key_root, EXCLUDED.key_company, EXCLUDED.key_commercial,
                    EXCLUDED.key_is_company, EXCLUDED.key_kind, EXCLUDED.key_country, EXCLUDED.key_name,
                    EXCLUDED.key_email, EXCLUDED.key_phone, EXCLUDED.key_vat, EXCLUDED.key_street, EXCLUDED.key_zip,
                    EXCLUDED.key_city))
            """, [(*row, True) for row in rows], page_size=1000)

    @api.model
    def _som_compare_all_again(self):
        """Everybody is pending: what is found depends on a setting that has changed."""
        self.flush_model()
        self.env.execute_query(SQL("UPDATE som_partner_key SET pending = TRUE WHERE NOT pending RETURNING id"))
        self.invalidate_model()
