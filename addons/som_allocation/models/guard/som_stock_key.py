from odoo import api, fields, models
from odoo.tools import SQL


class SomStockKey(models.Model):
    """A key that stock is kept under (product, place, lot, package, owner), and the guard of its quants.

    The guard is a trigger on ``stock_quant``. Its rule: *of two transactions that do not see each other, only
    one changes the amounts of a key*; the other waits and gets a serialization failure, on which the request is
    tried again. So each change of quantity or reservation is decided on what is really there, and reserved
    can exceed quantity only where one transaction did that knowingly (quantities forced by hand, which native
    Odoo allows). What two transactions can do to each other:

    - *The same quant*: both update one row. PostgreSQL refuses the second by itself; native code gets around it
      by adding a second quant beside the one that is locked (``stock.quant._update_available_quantity``).
    - *A quant beside one that I see* (native as just said, an import, plain SQL): the trigger updates the quants
      of the same key, in vain but for the conflict; to lock them would not do, because whoever waits for a lock
      goes on when nothing was changed.
    - *A quant beside one that I cannot see*, because it was added after my picture of the data was taken: no
      lock on quants reaches it. Whoever adds a quant (or moves one to another key) inserts or updates the row of
      the key here; ON CONFLICT finds rows that a picture does not show, and refuses.
    - *Two quants of one key* already there, and each of us takes another one: every change of amounts updates
      the siblings too.
    - *Merging duplicates and removing empty quants* update and delete rows that others write: the first case.
      Native code swallows the failure of a merge.
    - *Receipts, deliveries, adjustments, goods shipped unreserved*: all change the amounts of a key, whichever
      method they pass through.

    Keys of places where nothing is reserved (customers, vendors, losses, production) are not guarded: every
    delivery of a product would wait for every other one.
    """

    _name = "som.stock.key"
    _description = "Key of Stock"
    _log_access = False

    # plain numbers, 0 for none: a foreign key would lock the product's row for each new quant
    product_id = fields.Integer(required=True)
    location_id = fields.Integer(required=True)
    lot_id = fields.Integer(required=True)
    package_id = fields.Integer(required=True)
    owner_id = fields.Integer(required=True)
    touched_at = fields.Datetime(required=True)

    _key_uniq = models.UniqueIndex("(product_id, location_id, lot_id, package_id, owner_id)")
    _touched_idx = models.Index("(touched_at)")

    def init(self):
        """Put the guard on ``stock_quant``, anew with each update of the addon (Odoo runs on PostgreSQL 13 too)."""
        self.env.cr.execute("""
            CREATE INDEX IF NOT EXISTS som_stock_quant_key_idx ON stock_quant
                (product_id, location_id, COALESCE(lot_id, 0), COALESCE(package_id, 0), COALESCE(owner_id, 0));
            CREATE OR REPLACE FUNCTION som_stock_quant_guard() RETURNS trigger AS $$
            BEGIN
                IF (SELECT usage IN ('supplier', 'customer', 'inventory', 'production')
                      FROM stock_location WHERE id = NEW.location_id) THEN
                    RETURN NULL;
                END IF;
                IF TG_OP = 'INSERT'
                        OR (OLD.product_id, OLD.location_id, OLD.lot_id, OLD.package_id, OLD.owner_id)
                           IS DISTINCT FROM
                           (NEW.product_id, NEW.location_id, NEW.lot_id, NEW.package_id, NEW.owner_id) THEN
                    INSERT INTO som_stock_key (product_id, location_id, lot_id, package_id, owner_id, touched_at)
                         VALUES (NEW.product_id, NEW.location_id, COALESCE(NEW.lot_id, 0),
                                 COALESCE(NEW.package_id, 0), COALESCE(NEW.owner_id, 0), now() AT TIME ZONE 'UTC')
                    ON CONFLICT (product_id, location_id, lot_id, package_id, owner_id)
                      DO UPDATE SET touched_at = EXCLUDED.touched_at;
                END IF;
                UPDATE stock_quant SET in_date = in_date
                 WHERE id <> NEW.id
                   AND product_id = NEW.product_id
                   AND location_id = NEW.location_id
                   AND COALESCE(lot_id, 0) = COALESCE(NEW.lot_id, 0)
                   AND COALESCE(package_id, 0) = COALESCE(NEW.package_id, 0)
                   AND COALESCE(owner_id, 0) = COALESCE(NEW.owner_id, 0)
                   AND xmin <> pg_current_xact_id()::xid;  -- what this transaction wrote is in conflict already
                RETURN NULL;
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS som_stock_quant_guard ON stock_quant;
            CREATE TRIGGER som_stock_quant_guard
                AFTER INSERT OR UPDATE OF quantity, reserved_quantity,
                      product_id, location_id, lot_id, package_id, owner_id ON stock_quant
                FOR EACH ROW EXECUTE FUNCTION som_stock_quant_guard();
        """)

    @api.autovacuum
    def _gc_keys(self):
        """A key matters to transactions that began before it was last touched; none is days old."""
        self.env.cr.execute(SQL(
            "DELETE FROM som_stock_key WHERE touched_at < now() AT TIME ZONE 'UTC' - interval '3 days'"))
