from odoo import api, models
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id


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
            "SELECT DISTINCT picking_id FROM stock_move WHERE id = ANY(%s) AND picking_id IS NOT NULL ORDER BY 1",
            moves.ids))]
        changed = self._som_write_states(pickings)
        self._som_write_weights(pickings)
        self._som_track(changed)
        return self.env["stock.picking"].browse(pickings)

    @api.model
    def _som_write_states(self, pickings):
        """States as ``stock.picking._compute_state`` has them for transfers with open moves.

        :return: (transfer, former state, new state) of those that change
        """
        return self.env.execute_query(SQL(
            """WITH open AS (
                   SELECT m.picking_id, bool_or(m.state = 'draft') AS draft, bool_or(m.state = 'waiting') AS waiting,
                          bool_or(m.state IN ('confirmed', 'partially_available')) AS lacking,
                          bool_or(m.state IN ('assigned', 'partially_available')) AS some,
                          bool_and(m.product_uom_qty = 0) AS nothing, max(m.product_uom_qty) = 0 AS no_more
                     FROM stock_move m
                    WHERE m.picking_id = ANY(%(ids)s) AND m.state NOT IN ('done', 'cancel')
                      AND NOT (m.state = 'assigned' AND m.product_uom_qty = 0)
                    GROUP BY m.picking_id
               ), new AS (
                   SELECT p.id, p.state AS former, CASE
                          WHEN o.draft THEN 'draft'
                          WHEN a.usage NOT IN ('internal', 'transit') AND NOT EXISTS (
                               SELECT FROM stock_move m
                                WHERE m.picking_id = p.id AND m.procure_method != 'make_to_stock')
                               THEN 'assigned'
                          WHEN p.move_type = 'one' AND o.nothing THEN 'assigned'
                          WHEN p.move_type = 'one' AND o.lacking THEN 'confirmed'
                          WHEN p.move_type = 'one' AND o.waiting THEN 'waiting'
                          WHEN o.some THEN 'assigned'
                          WHEN o.waiting THEN 'waiting'
                          WHEN o.no_more THEN 'assigned'
                          ELSE 'confirmed' END AS state
                     FROM stock_picking p
                     JOIN open o ON o.picking_id = p.id
                     JOIN stock_location a ON a.id = p.location_id
               )
               UPDATE stock_picking p SET state = new.state, write_uid = %(uid)s, write_date = now() AT TIME ZONE 'UTC'
                 FROM new WHERE p.id = new.id AND p.state IS DISTINCT FROM new.state
               RETURNING p.id, new.former, p.state""",
            ids=pickings, uid=self.env.uid))

    @api.model
    def _som_write_weights(self, pickings):
        """Weight for shipping, of what is reserved where nothing is packed; packed transfers compute their own.

        As ``stock.picking._compute_bulk_weight`` has it: what a line says in its own unit, rounded up in the product's.
        """
        self.env.cr.execute(SQL(
            """UPDATE stock_picking p SET shipping_weight = ROUND(COALESCE(w.weight, 0), %(digits)s)
                 FROM stock_picking k
                 LEFT JOIN (SELECT l.picking_id, SUM(COALESCE(g.weight, 0)::numeric * CASE
                                   WHEN l.product_uom_id = t.uom_id THEN l.quantity
                                   ELSE CEIL(ROUND(l.quantity * lu.factor::numeric / pu.factor::numeric * %(scale)s, 6))
                                        / %(scale)s END) AS weight
                              FROM stock_move_line l
                              JOIN product_product g ON g.id = l.product_id
                              JOIN product_template t ON t.id = g.product_tmpl_id
                              JOIN uom_uom lu ON lu.id = l.product_uom_id
                              JOIN uom_uom pu ON pu.id = t.uom_id
                             WHERE l.picking_id = ANY(%(ids)s) GROUP BY l.picking_id) w ON w.picking_id = k.id
                WHERE k.id = p.id AND p.id = ANY(%(ids)s)
                  AND p.shipping_weight IS DISTINCT FROM ROUND(COALESCE(w.weight, 0), %(digits)s)
                  AND NOT EXISTS (SELECT FROM stock_move_line l WHERE l.picking_id = p.id
                                     AND l.result_package_id IS NOT NULL)""",
            ids=pickings, scale=self.env["som.allocation.snapshot"]._som_scale(),
            digits=self.env["decimal.precision"].precision_get("Stock Weight")))

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
                 FROM unnest(%(messages)s, %(former)s, %(state)s) AS d(message, former, state)""",
            field=self.env["ir.model.fields"]._get("stock.picking", "state").id, uid=self.env.uid,
            messages=[messages[picking] for picking, _former, _state in changed],
            former=[labels[former] for _picking, former, _state in changed],
            state=[labels[state] for _picking, _former, state in changed]))

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
                 FROM unnest(%(pickings)s, %(names)s) AS d(picking, name)
               RETURNING res_id, id""",
            pickings=pickings, names=[generate_tracking_message_id("message-notify") for _picking in pickings],
            **values)))
