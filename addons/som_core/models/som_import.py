import base64
import logging
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..intake import parser, reader, writer
from ..retry import retrying
from .som_intake_messages import file_message

_logger = logging.getLogger(__name__)


class SomImport(models.Model):
    """A file of orders on its way in: checked, imported in batches, and what came of it."""

    _name = "som.import"
    _description = "Order Import"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    filename = fields.Char()
    content = fields.Binary(string="File", required=True, attachment=True)
    channel_id = fields.Many2one(
        "som.channel", check_company=True, help="Channel of orders that name none in the file.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    history = fields.Boolean(
        string="Import as History",
        help="Orders are also confirmed, shipped, invoiced and paid as the file says. For order managers.")
    state = fields.Selection(
        [("draft", "New"), ("checked", "Checked"), ("running", "Importing"), ("stopped", "Stopped"),
         ("done", "Done")],
        required=True, default="draft", readonly=True, copy=False, tracking=True)
    layout = fields.Char(string="Recognised As", readonly=True, copy=False)
    total = fields.Integer(string="Orders in File", readonly=True, copy=False)
    processed = fields.Integer(readonly=True, copy=False)
    created = fields.Integer(readonly=True, copy=False)
    duplicates = fields.Integer(readonly=True, copy=False)
    rejected = fields.Integer(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    error_ids = fields.One2many("som.import.error", "import_id", string="Mistakes", readonly=True, copy=False)
    error_content = fields.Binary(string="Error File", readonly=True, attachment=True, copy=False)
    error_filename = fields.Char(compute="_compute_error_filename")
    order_ids = fields.One2many("sale.order", "som_import_id", string="Orders", readonly=True)

    @api.depends("filename")
    def _compute_name(self):
        for record in self:
            record.name = record.filename or self.env._("Order import")

    @api.depends("total", "processed")
    def _compute_progress(self):
        for record in self:
            record.progress = 100.0 * record.processed / record.total if record.total else 0.0

    @api.depends("filename")
    def _compute_error_filename(self):
        for record in self:
            stem = (record.filename or "orders").rsplit(".", 1)[0]
            record.error_filename = f"{stem}-rejected.xlsx"

    # What the buttons do

    def action_check(self):
        """Dry run: everything is checked, nothing is kept."""
        for record in self:
            record._check_may_run()
            orders, sheet = record._parse()
            record._reset(len(orders), sheet)
            record._run_batches(orders, sheet, dry_run=True, step=lambda: None)
            record.state = "checked"
        return True

    def action_import(self):
        """Import: small files at once, large ones in the background."""
        for record in self:
            record._check_may_run()
            orders, sheet = record._parse()
            if record.state != "stopped":
                record._reset(len(orders), sheet)
            record.state = "running"
            if len(orders) - record.processed <= record.company_id.som_import_batch:
                record._run_batches(orders[record.processed:], sheet, step=lambda: None)
                record.state = "done"
            else:
                # sudo: users may start their import, not edit scheduled actions
                self.env.ref("som_core.ir_cron_import").sudo()._trigger()
        return True

    def action_stop(self):
        """Stop after the batch under way; what came in stays in, and importing again goes on from there."""
        self.check_access("write")
        self.filtered(lambda record: record.state == "running").state = "stopped"
        return True

    def action_open_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_quotations_with_onboarding")
        action["display_name"] = self.env._("Orders from %s", self.name)
        action["domain"] = [("som_import_id", "=", self.id)]
        action["context"] = {}
        return action

    @api.model
    def action_template(self):
        """The empty workbook in the line format, as a download."""
        name = "orders-template.xlsx"
        attachment = self.env["ir.attachment"].search(
            [("name", "=", name), ("res_model", "=", False), ("create_uid", "=", self.env.uid)], limit=1)
        values = {"name": name, "raw": writer.sample_file()}
        if attachment:
            attachment.write(values)
        else:
            attachment = attachment.create(values)
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=1", "target": "self"}

    def _check_may_run(self):
        self.ensure_one()
        self.check_access("write")
        self.env["sale.order"].check_access("create")
        if self.history and not self.env.user.has_group("som_core.group_som_manager"):
            raise AccessError(self.env._("Only order managers may import history."))
        if self.state == "running":
            raise UserError(self.env._("This file is being imported. Wait for it to end, or stop it."))
        if self.state == "done":
            raise UserError(self.env._("This file has been imported. Mend the error file and import that."))

    # Reading and running

    def _parse(self):
        """The file's orders, and the sheet they stand in.

        :raises UserError: when the file as a whole cannot be read
        """
        self.ensure_one()
        try:
            sheet = reader.read(base64.b64decode(self.with_context(bin_size=False).content or b""))
        except reader.UnreadableFile as error:
            raise UserError(file_message(self.env, error.code, error.value)) from error
        zone = ZoneInfo(
            self.channel_id._som_timezone() if self.channel_id
            else self.company_id.partner_id.tz or self.env.user.tz or "UTC")
        orders = parser.parse_rows(sheet.rows, sheet.conventions, zone, self.channel_id.code)
        return orders, sheet

    def _reset(self, total, sheet):
        self.error_ids.sudo().unlink()  # sudo: results belong to the import, users may only read them
        self.write({
            "total": total, "processed": 0, "created": 0, "duplicates": 0, "rejected": 0, "error_content": False,
            "layout": self._describe(sheet),
        })

    def _describe(self, sheet):
        if sheet.encoding == "xlsx":
            return "XLSX"
        names = {",": self.env._("comma"), ";": self.env._("semicolon"), "\t": self.env._("tab"), "|": "|"}
        return self.env._(
            "CSV, %(encoding)s, columns separated by %(delimiter)s, decimals by “%(decimal)s”",
            encoding=sheet.encoding, delimiter=names[sheet.delimiter], decimal=sheet.conventions.decimal)

    def _run_batches(self, orders, sheet, step, dry_run=False):
        """Take in parsed orders batch by batch; ``step`` is called after each (commit, or nothing).

        :return bool: whether all of them were done (False: stopped)
        """
        size = self.company_id.som_import_batch
        for start in range(0, len(orders), size):
            self._run_batch(orders[start:start + size], dry_run)
            step()
            if not dry_run and self.state == "stopped":
                break
        else:
            self._write_error_file(sheet)
            return True
        self._write_error_file(sheet)
        return False

    def _run_batch(self, orders, dry_run=False):
        intake = self.env["som.intake"].with_company(self.company_id).with_context(
            allowed_company_ids=[self.company_id.id], som_import_id=self.id)
        answers = intake._take_in(orders, dry_run=dry_run, history=self.history)
        done = [answer["status"] for answer in answers]
        self.write({
            "processed": self.processed + len(orders),
            "created": self.created + done.count("created") + done.count("valid"),
            "duplicates": self.duplicates + done.count("duplicate"),
            "rejected": self.rejected + done.count("rejected"),
        })
        # sudo: results belong to the import, users may only read them
        self.env["som.import.error"].sudo().create([
            {"import_id": self.id, "row": error["row"], "field": error["field"], "order": answer["order"],
             "channel": answer["channel"], "message": error["message"]}
            for answer in answers for error in answer["errors"]])

    def _write_error_file(self, sheet):
        """The rejected orders' rows as they came, with the reasons beside them."""
        messages, rejected = {}, set()
        for error in self.error_ids:
            text = f"{error.field}: {error.message}" if error.field else error.message
            messages.setdefault(error.row, []).append(text)
            rejected.add((error.channel or "", error.order or ""))
        rows = [(row, messages.get(position, [])) for position, row in sheet.rows
                if parser.row_key(row, self.channel_id.code) in rejected]
        self.error_content = bool(rows) and base64.b64encode(
            writer.error_file(sheet.columns, rows, sheet.conventions))

    # In the background

    @api.model
    def _cron_run(self):
        """Go on with the imports under way, the oldest first, batch by committed batch."""
        Cron = self.env["ir.cron"]
        waiting = self.search([("state", "=", "running")], order="id")
        Cron._commit_progress(remaining=len(waiting))
        for record in waiting:
            try:
                record._run_in_background(lambda: Cron._commit_progress())
                Cron._commit_progress(1)
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Order import %s failed", record.id)
                record.state = "stopped"
                record.message_post(body=self.env._("The import stopped: %s", error))
                Cron._commit_progress(1)

    def _run_in_background(self, commit):
        """Import what is left under the rights of the user who made the import (nobody can write that field)."""
        record = self.with_user(self.create_uid).with_company(self.company_id)
        orders, sheet = record._parse()
        size = record.company_id.som_import_batch
        while record.state == "running" and record.processed < len(orders):
            batch = slice(record.processed, record.processed + size)
            record._run_batch_retrying(orders[batch])
            commit()
            record.invalidate_recordset()
        record._write_error_file(sheet)
        if record.state == "running":
            record.state = "done"

    def _run_batch_retrying(self, orders):
        """One batch; a conflict with another transaction is tried again."""
        def run():
            for order in orders:  # what a try before this one found refused may be so no more
                order.issues = [issue for issue in order.issues if issue.code != "refused"]
            self._run_batch(orders)

        retrying(self.env, run)
