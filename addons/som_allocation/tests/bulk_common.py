from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.sql_db import Cursor
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from odoo.addons.som_core.tests.common import SomCommon

ROOM = "odoo.addons.som_allocation.models.bulk."
EXTENDED = (
    "account.analytic.distribution.model", "mail.alias", "sale.order", "sale.order.line", "stock.move",
    "stock.picking", "stock.rule", "stock.warehouse.orderpoint")
#: What confirming orders leaves behind.
LEFT = (
    "sale.order", "sale.order.line", "stock.reference", "stock.picking", "stock.move", "stock.move.line",
    "mail.message", "mail.tracking.value", "som.milestone", "stock.quant")
#: When and by which number it was written.
BESIDES = {"create_date", "write_date", "message_id", "access_token"}


@tagged("som_apps")
class BulkCommon(SomCommon):
    """Orders confirmed together, beside the same orders confirmed without what makes that faster."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # messages and changes are to reach the chatter, as they do outside of tests
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})

    @contextmanager
    def _natively(self):
        """Without what the room ``bulk`` extends."""
        taken = []
        for model in EXTENDED:
            for kind in self.env.registry[model].__mro__:
                if kind.__module__.startswith(ROOM):
                    taken += [(kind, name, member) for name, member in vars(kind).items()
                              if callable(member) and not name.startswith(("_som_", "__"))]
        self.assertGreater(len(taken), 20)
        for kind, name, _member in taken:
            delattr(kind, name)
        try:
            yield
        finally:
            for kind, name, member in taken:
                setattr(kind, name, member)

    @contextmanager
    def _asked(self, table):
        """The statements that read a table first, as a list that fills."""
        asked, execute = [], Cursor.execute

        def spy(cursor, query, params=None, log_exceptions=True):
            code = " ".join(str(query.code if isinstance(query, SQL) else query).split())
            if code.startswith("SELECT") and f'FROM "{table}"' in code.split("WHERE")[0]:
                asked.append(code)
            return execute(cursor, query, params, log_exceptions)

        with patch.object(Cursor, "execute", spy):
            yield asked

    def _assert_same_natively(self, act):
        """What an act leaves behind is the same with the room and without it."""
        mine = self._left_by(act)
        with self._natively():
            native = self._left_by(act)
        for model in LEFT:
            self.assertEqual(len(mine[model]), len(native[model]), model)
            for row, other in zip(mine[model], native[model], strict=True):
                self.assertEqual(row, other, model)
        return mine

    def _left_by(self, act):
        self.env.flush_all()
        self.env.cr.flush()
        with self.env.cr.savepoint() as savepoint, freeze_time("2026-03-02 10:00:00"):
            last = {model: self._last(model) for model in LEFT}
            act()
            self.env.flush_all()
            self.env.cr.flush()
            left = self._read_after(last)
            savepoint.rollback()
        self.env.invalidate_all()
        return left

    def _last(self, model):
        if model == "stock.quant":  # those that were there before change
            return 0
        return self.env[model].search([], order="id desc", limit=1).id or 0

    def _read_after(self, last):
        rows, place, names = {}, {}, {}
        for model, start in last.items():
            columns = [name for name, field in self.env[model]._fields.items() if field.store and field.column_type]
            self.env.cr.execute(SQL(
                "SELECT %s FROM %s WHERE id > %s ORDER BY id", SQL(", ").join(map(SQL.identifier, columns)),
                SQL.identifier(self.env[model]._table), start))
            rows[model] = self.env.cr.dictfetchall()
            place.update(((model, row["id"]), at) for at, row in enumerate(rows[model]))
            if model in ("sale.order", "stock.picking"):
                names.update((row["name"], f"{model} {at}") for at, row in enumerate(rows[model]))
        return {model: [self._plain(model, row, place, names) for row in of_model] for model, of_model in rows.items()}

    def _plain(self, model, row, place, names):
        """A row with new records by their place and their names by what they are."""
        plain = {}
        for name, value in row.items():
            field = self.env[model]._fields[name]
            if name in BESIDES:
                continue
            comodel = {"id": model, "res_id": row.get("res_model") or row.get("model")}.get(name, field.comodel_name)
            plain[name] = self._plain_value(comodel, value, place, names)
        return plain

    def _plain_value(self, comodel, value, place, names):
        if (comodel, value) in place:
            return comodel, place[comodel, value]
        if not isinstance(value, str):
            return value
        text = value
        for known, instead in names.items():
            text = text.replace(known, instead)
        for (model, number), at in place.items():
            text = text.replace(f'data-oe-model="{model}" data-oe-id="{number}"', f"{model} {at}")
        return text

    def _sale(self, *lines, **values):
        return {"partner_id": self.customer.id, "date_order": fields.Datetime.to_datetime("2026-03-01 09:00:00"),
                "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                               for product, quantity in lines], **values}

    def _confirmed_all(self, *orders):
        orders = self.env["sale.order"].create(list(orders))
        orders.action_confirm()
        return orders
