import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class SomPartnerDuplicate(models.Model):
    """Making one of two, through Odoo's own merge."""

    _inherit = "som.partner.duplicate"

    def action_merge(self):
        """Merge the pairs: the record to keep takes over everything of the other one.

        :raises UserError: for a single pair that cannot be merged; of several, those stay with the reason beside them
        """
        self.check_access("write")
        pairs = self.filtered(lambda pair: pair.state == "found")
        if len(pairs) == 1:
            pairs._som_merge()
            return True
        merged = pairs._som_merge_each()
        return self._merge_notice(len(merged), len(pairs))

    def _merge_notice(self, merged, asked):
        if merged == asked:
            message = self.env._("%s pairs merged.", merged)
        else:
            message = self.env._(
                "%(merged)s of %(asked)s pairs merged. The others say why not in the column Problem.",
                merged=merged, asked=asked)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"message": message, "type": "success" if merged == asked else "warning",
                       "next": {"type": "ir.actions.act_window_close"}},
        }

    def _som_merge_each(self, automatic=False):
        """Merge pair by pair; one that fails keeps its reason and stops no other. Return the merged."""
        merged = self.browse()
        for pair in self:
            pair = pair.exists()  # a merge before may have taken the pair along
            if not pair or pair.state != "found":
                continue
            try:
                with self.env.cr.savepoint():
                    pair._som_merge(automatic)
                merged |= pair
            except (OperationalError, ConcurrencyError):
                raise  # a race with somebody else's work: the caller tries again
            except Exception as error:
                _logger.info("Customers of pair %s not merged", pair.id, exc_info=True)
                self.env.invalidate_all(flush=False)
                pair.problem = str(error)
        return merged

    def _som_merge(self, automatic=False):
        """Merge a pair.

        :raises UserError: says why the two cannot be merged and what to do
        """
        self.ensure_one()
        both = self.partner_id | self.other_id
        both.check_access("write")
        keep = self.keep_id or self.browse()._som_proposed(self)
        other = both - keep
        self._check_merge(keep, other, automatic)
        if other.company_id and not keep.company_id:
            other.company_id = False  # Odoo's merge fills what is empty: the company would go over
        with_login = bool(both.with_context(active_test=False).sudo().user_ids)  # sudo: whether there is one, not who
        # Odoo wants equal e-mails, for whoever changes the address of a login takes it over; without one nobody can
        self.env["base.partner.merge.automatic.wizard"]._merge(both.ids, keep, extra_checks=with_login)
        self.write({**self._prepare_decision("merged"), "automatic": automatic})

    @api.model
    def _som_proposed(self, pair):
        low, high = pair.partner_id.id, pair.other_id.id
        return pair.partner_id.browse(self._som_most_used([(low, high)])[low, high])

    def _check_merge(self, keep, other, automatic):
        if not keep.company_id <= other.company_id:
            raise UserError(self.env._(
                "%(keep)s belongs to %(company)s, %(other)s is shared by all companies: keep %(other)s instead.",
                keep=keep.display_name, company=keep.company_id.name, other=other.display_name))
        # sudo: whether there is a login matters, not whose
        if automatic and (keep | other).with_context(active_test=False).sudo().user_ids:
            raise UserError(self.env._(
                "%s: one of the two has a login. Decide yourself which one stays.", self.display_name))

    # Without a person

    @api.model
    def _som_merge_automatically(self, limit):
        """Merge up to ``limit`` of the pairs that reach the threshold where that is on; return how many were tried."""
        pairs = self.search(self._som_automatic_domain(), limit=limit)
        pairs._som_merge_each(automatic=True)
        return len(pairs)

    @api.model
    def _som_automatic_domain(self):
        """Pairs to merge without asking. What companies share waits until all of them want it."""
        companies = self.env["res.company"].sudo().search([])
        willing = companies.filtered("som_health_merge")
        wanted = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("score", ">=", company.som_health_merge_score)
            for company in willing)
        if willing == companies:
            wanted |= Domain("company_id", "=", False) & Domain(
                "score", ">=", max(companies.mapped("som_health_merge_score")))
        return Domain("state", "=", "found") & Domain("problem", "=", False) & wanted

    # Whoever merges, here or in Contacts

    @api.model
    def _som_note_merge(self, gone, keep):
        """Pairs go over to the record that stays; decisions are remembered, and a pair that became one is noted."""
        pairs = self.search(Domain("partner_id", "in", gone.ids) | Domain("other_id", "in", gone.ids))
        for pair in pairs:
            rest = (pair.partner_id | pair.other_id) - gone - keep
            if rest:
                pair._som_hand_over(rest, keep)
            elif pair.state == "merged":
                pair.partner_id = keep
            else:
                pair.write(pair._prepare_merged(gone, keep))
        self.env.flush_all()

    def _prepare_merged(self, gone, keep):
        went = (self.partner_id | self.other_id) & gone
        return {
            **self._prepare_decision("merged"), "partner_id": keep.id, "other_id": False, "keep_id": keep.id,
            "merged_name": ", ".join(partner.display_name for partner in went)}

    def _som_hand_over(self, rest, keep):
        """The pair is about ``keep`` and ``rest`` now; if there is one already, “not a duplicate” wins."""
        low, high = (keep | rest).sorted("id")
        known = self.search(
            [("partner_id", "=", low.id), ("other_id", "=", high.id), ("id", "!=", self.id)], limit=1)
        if known:
            if self.state == "dismissed" and known.state == "found":
                known.write({"state": "dismissed", "decided_by_id": self.decided_by_id.id,
                             "decided_at": self.decided_at})
            self.unlink()
            return
        kept = rest if self.keep_id == rest else keep
        self.write({"partner_id": low.id, "other_id": high.id, "keep_id": kept.id})
