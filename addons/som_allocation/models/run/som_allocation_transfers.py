from odoo import api, models
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id

from ...arrays import numbers, texts


class SomAllocationTransfers(models.AbstractModel):
    """What reservations mean for the transfers they belong to: their state, their weight, the note of the change."""

    _name = "som.allocation.transfers"
    _description = "Transfers of Written Reservations"

    @api.model
    def _som_write(self, moves):
        """Bring the transfers of moves up to date; whose state changes says so in its chatter, as Odoo does.

        :return: the transfers of the moves
        """
        pickings = [picking for [picking] in self.env.execute_query(SQL(
            "SELECT DISTINCT picking_id FROM stock_move WHERE id = ANY(%s::int[]) AND picking_id IS NOT NULL"
            " ORDER BY 1", numbers(moves.ids)))]
        self._som_track([each for each in self._som_write_transfers(pickings) if each[1] != each[2]])
        return self.env["stock.picking"].browse(pickings)

    @api.model
    def _som_write_transfers(self, pickings):
        """State and weight in one statement: a row that is written twice has its foreign keys checked again.

        :return: (transfer, former state, state) of those that change
        """
        return self.env.execute_query(SQL(
            """WITH open AS (%(open)s), weight AS (%(weight)s), new AS (
                   SELECT p.id, p.state AS former, %(state)s AS state,
                          CASE WHEN w.is_packed THEN p.shipping_weight
                               ELSE ROUND(COALESCE(w.weight, 0), %(digits)s) END AS weight
                     FROM stock_picking p
                     JOIN stock_location a ON a.id = p.location_id
                     LEFT JOIN open o ON o.picking_id = p.id
                     LEFT JOIN weight w ON w.picking_id = p.id
                    WHERE p.id = ANY(%(ids)s::int[])
               )
               UPDATE stock_picking p SET state = new.state, shipping_weight = new.weight, write_uid = %(uid)s,
                      write_date = now() AT TIME ZONE 'UTC'
                 FROM new
                WHERE p.id = new.id AND (p.state IS DISTINCT FROM new.state
                                         OR p.shipping_weight IS DISTINCT FROM new.weight)
               RETURNING p.id, new.former, p.state""",
            open=self._som_open(pickings), weight=self._som_weight(pickings), state=self._som_state(),
            digits=self.env["decimal.precision"].precision_get("Stock Weight"), ids=numbers(pickings),
            uid=self.env.uid))

    @api.model
    def _som_open(self, pickings):
        """What the states of the open moves of transfers come to: at most a row for each."""
        return SQL(
            """SELECT m.picking_id, bool_or(m.state = 'draft') AS draft, bool_or(m.state = 'waiting') AS waiting,
                      bool_or(m.state IN ('confirmed', 'partially_available')) AS lacking,
                      bool_or(m.state IN ('assigned', 'partially_available')) AS some,
                      bool_and(m.product_uom_qty = 0) AS nothing, max(m.product_uom_qty) = 0 AS no_more
                 FROM stock_move m
                WHERE m.picking_id = ANY(%s::int[]) AND m.state NOT IN ('done', 'cancel')
                  AND NOT (m.state = 'assigned' AND m.product_uom_qty = 0)
                GROUP BY m.picking_id""", numbers(pickings))

    @api.model
    def _som_state(self):
        """State of transfer ``p`` at place ``a`` with open moves ``o``, as ``stock.picking._compute_state`` has it."""
        return SQL(
            """CASE WHEN o.picking_id IS NULL THEN p.state
                    WHEN o.draft THEN 'draft'
                    WHEN a.usage NOT IN ('internal', 'transit') AND NOT EXISTS (
                         SELECT FROM stock_move m WHERE m.picking_id = p.id AND m.procure_method != 'make_to_stock')
                         THEN 'assigned'
                    WHEN p.move_type = 'one' AND o.nothing THEN 'assigned'
                    WHEN p.move_type = 'one' AND o.lacking THEN 'confirmed'
                    WHEN p.move_type = 'one' AND o.waiting THEN 'waiting'
                    WHEN o.some THEN 'assigned'
                    WHEN o.waiting THEN 'waiting'
                    WHEN o.no_more THEN 'assigned'
                    ELSE 'confirmed' END""")

    @api.model
    def _som_weight(self, pickings):
        """Weight for shipping, of what is reserved where nothing is packed; packed transfers compute their own.

        As ``stock.picking._compute_bulk_weight`` has it: what a line says in its own unit, rounded up in the product's.
        """
        return SQL(
            """SELECT l.picking_id, bool_or(l.result_package_id IS NOT NULL) AS is_packed,
                      SUM(COALESCE(g.weight, 0)::numeric * CASE
                          WHEN l.product_uom_id = t.uom_id THEN l.quantity
                          ELSE CEIL(ROUND(l.quantity * lu.factor::numeric / pu.factor::numeric * %(scale)s, 6))
                               / %(scale)s END) AS weight
                 FROM stock_move_line l
                 JOIN product_product g ON g.id = l.product_id
                 JOIN product_template t ON t.id = g.product_tmpl_id
                 JOIN uom_uom lu ON lu.id = l.product_uom_id
                 JOIN uom_uom pu ON pu.id = t.uom_id
                WHERE l.picking_id = ANY(%(ids)s::int[]) GROUP BY l.picking_id""",
            scale=self.env["som.allocation.snapshot"]._som_scale(), ids=numbers(pickings))

    @api.model
    def _som_track(self, changed):
        """Note the change of state in the chatter of each transfer, as field tracking would one by one.

        :param changed: (transfer, former state, new state)
        """
        if self.env.context.get("tracking_disable") or self.env.context.get("mail_notrack"):
            return
        changed = self._som_track_natively(changed)
        if not changed:
            return
        messages = self._som_insert_messages([picking for picking, _former, _state in changed])
        labels = dict(self.env["stock.picking"]._fields["state"]._description_selection(self.env))
        self.env.cr.execute(SQL(
            """INSERT INTO mail_tracking_value (field_id, mail_message_id, old_value_char, new_value_char,
                      create_uid, create_date, write_uid, write_date)
               SELECT %(field)s, d.message, d.former, d.state, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                      now() AT TIME ZONE 'UTC'
                 FROM unnest(%(messages)s::int[], %(former)s::text[], %(state)s::text[])
                      AS d(message, former, state)""",
            field=self.env["ir.model.fields"]._get("stock.picking", "state").id, uid=self.env.uid,
            messages=numbers([messages[picking] for picking, _former, _state in changed]),
            former=texts([labels[former] for _picking, former, _state in changed]),
            state=texts([labels[state] for _picking, _former, state in changed])))

    @api.model
    def _som_track_natively(self, changed):
        """Leave to Odoo what it notes itself when the transaction ends: one change, from the first state to the last.

        :return: those it does not note
        """
        pending = self.env.cr.precommit.data.get("mail.tracking.stock.picking", {})
        for picking, former, _state in changed:
            if pending.get(picking) is not None:
                pending[picking].setdefault("state", former)
        return [each for each in changed if each[0] not in pending]

    @api.model
    def _som_insert_messages(self, pickings):
        """A note without text on each transfer.

        :return: transfer → message
        """
        author, email_from = self.env["stock.picking"]._message_compute_author()
        values = {
            "author": author or None, "email_from": email_from, "uid": self.env.uid,
            "subtype": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "reply_to": self.env["mail.thread"]._notify_get_reply_to(default=email_from, author_id=author)[False],
        }
        return dict(self.env.execute_query(SQL(
            """INSERT INTO mail_message (model, res_id, author_id, email_from, reply_to, subtype_id, message_type,
                      is_internal, body, message_id, date, create_uid, create_date, write_uid, write_date)
               SELECT 'stock.picking', d.picking, %(author)s, %(email_from)s, %(reply_to)s, %(subtype)s, 'notification',
                      TRUE, '', d.name, date_trunc('second', now() AT TIME ZONE 'UTC'), %(uid)s,
                      now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
                 FROM unnest(%(pickings)s::int[], %(names)s::text[]) AS d(picking, name)
               RETURNING res_id, id""",
            pickings=numbers(pickings),
            names=texts([generate_tracking_message_id("message-notify") for _picking in pickings]),
            **values)))
