import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

_logger = logging.getLogger(__name__)


class SomShippingNotice(models.Model):
    """Notices are sent in the background: a mail that cannot be made or sent keeps no goods from leaving."""

    _inherit = "som.shipping.notice"

    @api.model
    def _som_queue(self, orders_of):
        """Queue notices for orders of which something is still to come, or was cancelled and not told.

        :param dict orders_of: transfer, or an empty one → orders whose customers may be told
        """
        told = self.browse()
        for picking, orders in orders_of.items():
            for order in orders:
                cancelled = order.som_cancellation_ids.filtered(lambda part: part.tell and not part.notice_id)
                if picking and picking in order.som_shipping_notice_ids.picking_id:
                    continue
                if cancelled or any(line._som_under_way() for line in order.order_line):
                    told |= self.create({"order_id": order.id, "picking_id": picking.id})
                    cancelled.notice_id = told[-1:]
        if told:
            self.env.ref("som_allocation.ir_cron_shipping_notice")._trigger()
        return told

    @api.model
    def _som_send_queued(self, limit=50):
        """The scheduled action: send what is queued, some at a time; one that fails stops no other."""
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count([("state", "=", "queued")]))
        while notices := self.search([("state", "=", "queued")], order="id", limit=limit):
            for notice in notices:
                notice._som_send()
            if not Cron._commit_progress(
                    len(notices), remaining=self.search_count([("state", "=", "queued")])):
                return

    def _som_send(self):
        try:
            with self.env.cr.savepoint():
                self._som_post()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:  # noqa: BLE001 — whatever it is, the others are told all the same
            _logger.warning("Shipping notice of %s cannot be sent", self.order_id.name, exc_info=True)
            self.state = "failed"
            self.order_id.message_post(body=self.env._(
                "The customer could not be told of what shipped in part: %s. Correct that and write to him.", error))

    def _som_post(self):
        """Post the notice in the order's history; who follows there gets it by mail, and so does the customer."""
        content = self._som_prepare_content()
        if not content["coming"] and not content["cancelled"]:
            self.state = "skipped"  # the rest went out meanwhile
            return
        self.write({"content": content, "state": "sent", "sent_at": fields.Datetime.now()})
        self.order_id.with_context(som_notice_id=self.id).message_post_with_source(
            self.env.ref("som_allocation.mail_template_shipped_in_part"), message_type="comment",
            subtype_xmlid="mail.mt_comment", email_layout_xmlid="mail.mail_notification_light")
