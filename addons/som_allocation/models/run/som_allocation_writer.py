from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...arrays import numbers
from ...engine.operations import operations


def gaining(changes):
    """The demands that changes give something, by id."""
    return sorted({change.demand for change in changes if change.quantity > 0})


class SomAllocationWriter(models.AbstractModel):
    """Brings native reservations to what a plan says: quants, moves, move lines, transfers and the ledger.

    A fixed number of statements, however many lines there are. What these statements leave to native code (packages,
    put-away: ``som_allocation_writer_finish``) is done for the records concerned alone. All or nothing: whoever
    calls this holds the rows it reads (``_som_lock``) and is in one transaction with it.
    """

    _name = "som.allocation.writer"
    _description = "Writes Reservations"

    @api.model
    def _som_lock(self, snapshot):
        """Hold the rows the snapshot was read from, in one order for everybody.

        :raises psycopg2.errors.SerializationFailure: where somebody changed one since this transaction began: whoever
            called is tried again by the server, and sees the change
        """
        self._som_lock_rows("stock_quant", [supply.id for supply in snapshot.supplies])
        self._som_lock_rows("stock_move", [demand.id for demand in snapshot.demands])

    @api.model
    def _som_lock_rows(self, table, ids):
        self.env.execute_query(SQL(
            "SELECT COUNT(*) FROM (SELECT id FROM %s WHERE id = ANY(%s::int[]) ORDER BY id FOR NO KEY UPDATE) AS held",
            SQL.identifier(table), numbers(sorted(ids))))

    @api.model
    def _som_write(self, snapshot, changes, before=None):
        """Write the changes.

        :param changes: engine ``Change`` values, of the snapshot's demands and supplies
        :param before: an earlier snapshot, whose units of measure the reservations are to have again
        :raises UserError: where the database does not have what the snapshot says (nothing is written then)
        """
        if not changes:
            return
        scale = self.env["som.allocation.snapshot"]._som_scale()
        todo = self._som_operations(snapshot, changes, before)
        moves = self.env["stock.move"].browse(todo.held)
        self.env.flush_all()
        packages = self._som_packages_of(todo.deleted)
        self._som_write_quants(todo, scale)
        self._som_write_moves(todo, scale)
        self._som_write_lines(todo, scale)
        inserted = self._som_insert_lines(todo, scale)
        self._som_write_line_states(todo)
        pickings = self.env["som.allocation.transfers"]._som_write(moves)
        self._som_forget()
        self._som_finish(inserted, gaining(changes), pickings, packages)
        moves._som_note_reserved()

    @api.model
    def _som_operations(self, snapshot, changes, before=None):
        return operations(snapshot, changes, self.env["som.allocation.snapshot"]._som_scale(), before)

    @api.model
    def _som_write_quants(self, todo, scale):
        """Reserve on the quants what they still have; one that does not have it stops everything."""
        self._som_execute_all(len(todo.supplies), SQL(
            """UPDATE stock_quant q SET reserved_quantity = q.reserved_quantity + d.ticks::numeric / %(scale)s,
                      write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                 FROM unnest(%(ids)s::int[], %(ticks)s::bigint[]) AS d(id, ticks)
                WHERE q.id = d.id
                  AND CASE WHEN d.ticks > 0 THEN q.reserved_quantity + d.ticks::numeric / %(scale)s <= q.quantity
                           ELSE q.reserved_quantity + d.ticks::numeric / %(scale)s >= 0 END""",
            scale=scale, uid=self.env.uid, ids=numbers(todo.supplies), ticks=numbers(todo.supplies.values())))

    @api.model
    def _som_write_moves(self, todo, scale):
        self._som_execute_all(len(todo.held), SQL(
            """UPDATE stock_move m SET quantity = d.ticks::numeric / %(scale)s,
                      state = CASE WHEN d.filled >= ROUND(m.product_qty::numeric * %(scale)s) THEN 'assigned'
                                   WHEN d.ticks > 0 THEN 'partially_available' ELSE 'confirmed' END,
                      next_serial_count = CASE WHEN t.tracking = 'serial' AND m.id = ANY(%(served)s::int[])
                                               THEN TRUNC(m.product_uom_qty)::int
                                               ELSE m.next_serial_count END,
                      write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                 FROM unnest(%(ids)s::int[], %(ticks)s::bigint[], %(filled)s::bigint[]) AS d(id, ticks, filled),
                      product_product p, product_template t
                WHERE m.id = d.id AND p.id = m.product_id AND t.id = p.product_tmpl_id
                  AND m.state IN ('confirmed', 'partially_available', 'assigned') AND m.picked IS NOT TRUE""",
            scale=scale, uid=self.env.uid, ids=numbers(todo.held), ticks=numbers(todo.held.values()),
            served=numbers(sorted({demand for demand, _supply, _written in todo.inserted})),
            filled=numbers([todo.filled[move] for move in todo.held])))

    @api.model
    def _som_write_lines(self, todo, scale):
        """Lines that change, and lines that go."""
        if todo.updated:
            self._som_execute_all(len(todo.updated), SQL(
                """UPDATE stock_move_line l SET quantity_product_uom = d.product_ticks::numeric / %(scale)s,
                          quantity = d.line_ticks::numeric / %(scale)s,
                          product_uom_id = CASE WHEN d.own_unit THEN t.uom_id WHEN d.move_unit THEN m.product_uom
                                                ELSE l.product_uom_id END,
                          write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                     FROM unnest(%(ids)s::int[], %(product_ticks)s::bigint[], %(line_ticks)s::bigint[],
                                 %(own_unit)s::bool[], %(move_unit)s::bool[])
                          AS d(id, product_ticks, line_ticks, own_unit, move_unit),
                          stock_move m, product_product p, product_template t
                    WHERE l.id = d.id AND m.id = l.move_id AND p.id = l.product_id AND t.id = p.product_tmpl_id
                      AND l.picked IS NOT TRUE""",
                scale=scale, uid=self.env.uid, ids=numbers([line for line, _written in todo.updated]),
                move_unit=numbers([written.move_unit for _line, written in todo.updated]),
                **self._som_columns([written for _line, written in todo.updated])))
        if todo.deleted:
            self._som_execute_all(len(todo.deleted), SQL(
                "DELETE FROM stock_move_line WHERE id = ANY(%s::int[]) AND picked IS NOT TRUE",
                numbers(todo.deleted)))

    @api.model
    def _som_insert_lines(self, todo, scale):
        """New reservations.

        :return: the new ``stock.move.line`` records
        """
        ids = self.env.execute_query(SQL(
            """INSERT INTO stock_move_line (move_id, picking_id, company_id, product_id, product_uom_id, location_id,
                      location_dest_id, lot_id, package_id, owner_id, quantity, quantity_product_uom, state, picked,
                      date, create_uid, create_date, write_uid, write_date)
               SELECT m.id, m.picking_id, m.company_id, m.product_id,
                      CASE WHEN d.own_unit THEN t.uom_id ELSE m.product_uom END, q.location_id, m.location_dest_id,
                      q.lot_id, q.package_id, q.owner_id, d.line_ticks::numeric / %(scale)s,
                      d.product_ticks::numeric / %(scale)s, m.state, FALSE,
                      date_trunc('second', now() AT TIME ZONE 'UTC'), %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                      now() AT TIME ZONE 'UTC'
                 FROM unnest(%(moves)s::int[], %(quants)s::int[], %(product_ticks)s::bigint[], %(line_ticks)s::bigint[],
                             %(own_unit)s::bool[]) WITH ORDINALITY
                      AS d(move, quant, product_ticks, line_ticks, own_unit, position)
                 JOIN stock_move m ON m.id = d.move
                 JOIN stock_quant q ON q.id = d.quant
                 JOIN product_product p ON p.id = m.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                ORDER BY d.position
               RETURNING id""",
            scale=scale, uid=self.env.uid,
            moves=numbers([demand for demand, _supply, _written in todo.inserted]),
            quants=numbers([supply for _demand, supply, _written in todo.inserted]),
            **self._som_columns([written for _demand, _supply, written in todo.inserted])))
        if len(ids) != len(todo.inserted):
            self._som_moved_on()
        return self.env["stock.move.line"].browse([line for [line] in ids])

    @api.model
    def _som_columns(self, written):
        return {
            "product_ticks": numbers([each.product_ticks for each in written]),
            "line_ticks": numbers([each.line_ticks for each in written]),
            "own_unit": numbers([each.own_unit for each in written]),
        }

    @api.model
    def _som_write_line_states(self, todo):
        """Lines that were there before show the state of their move."""
        self.env.cr.execute(SQL(
            """UPDATE stock_move_line l SET state = m.state FROM stock_move m
                WHERE m.id = l.move_id AND m.id = ANY(%s::int[]) AND l.state IS DISTINCT FROM m.state""",
            numbers(todo.held)))

    @api.model
    def _som_execute_all(self, expected, statement):
        """Run a statement that must reach every row it was made for."""
        self.env.cr.execute(statement)
        if self.env.cr.rowcount != expected:
            self._som_moved_on()

    @api.model
    def _som_moved_on(self):
        raise UserError(self.env._(
            "Stock or transfers are not as they were when this was planned. Nothing was changed; plan it again."))
