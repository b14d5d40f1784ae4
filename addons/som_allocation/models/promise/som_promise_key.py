from odoo import api, fields, models
from odoo.tools import SQL

from ... import turnstile


class SomPromiseKey(models.Model):
    """A row for each product of which something is promised: two who promise it at the same time meet here.

    A promise counts on goods that nobody has reserved yet, so no quant tells two apart that count on the same. Whoever
    promises updates the row of the product. PostgreSQL then refuses one of two that do not see each other; the request
    is tried again, behind the turnstile, and sees what the other has promised.
    """

    _name = "som.promise.key"
    _description = "Product Promised"
    _log_access = False

    # a plain number: a foreign key would lock the product's row with each new one
    product_id = fields.Integer(required=True)
    touched_at = fields.Datetime(required=True)

    _product_uniq = models.UniqueIndex("(product_id)")

    @api.model
    def _som_claim(self, products):
        """Be the only one who promises some products until this transaction ends."""
        turnstile.take(self.env, products)
        self.env.cr.execute(SQL(
            """INSERT INTO som_promise_key (product_id, touched_at)
               SELECT product, now() AT TIME ZONE 'UTC' FROM unnest(%s::int[]) product ORDER BY product
                   ON CONFLICT (product_id) DO UPDATE SET touched_at = EXCLUDED.touched_at""", sorted(products.ids)))
