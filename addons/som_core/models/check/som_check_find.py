import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain

from ...checks import registry
from ...checks.batch import Batch
from ...checks.registry import Finding

_logger = logging.getLogger(__name__)


class SomCheck(models.Model):
    """Finding what is wrong: every check looks at all orders at once."""

    _inherit = "som.check"

    def _in_turn(self):
        """The checks in the order in which they are made.

        Those that give out something scarce (credit, stock that is sold off) come last, one by one: orders that other
        checks hold take none of it.

        :return list: of ``som.check``
        """
        sharing = self.filtered(lambda check: check.kind == "builtin" and getattr(
            registry.get(check.builtin), "shares", False))
        return [part for part in (self - sharing, *sharing) if part]

    def _find(self, orders, batch=None):
        """What these checks find on orders of their company.

        Queries: a fixed number for each check, whatever the number of orders.

        :param batch: :class:`Batch` of these orders, where what it has read serves several checks in turn
        :return list: (``som.check``, :class:`Finding`)
        """
        if not self:
            return []
        batch = batch or Batch(orders, self.company_id)
        found = []
        for check in self:
            scoped = batch.narrowed(check._in_scope(batch.orders))
            if scoped.orders:
                found += [(check, finding) for finding in check._find_safely(scoped)]
        return found

    def _in_scope(self, orders):
        domain = self._parse_domain(self.scope)
        return orders if domain.is_true() else self._filtered(orders, domain)

    @api.model
    def _filtered(self, records, domain):
        """The records that meet a domain, by one query."""
        return records.search(Domain("id", "in", records.ids) & domain)

    def _find_safely(self, batch):
        """Findings; a check that cannot be made holds every order, with the reason, until somebody mends it."""
        try:
            with self.env.cr.savepoint():
                return list(self._find_in(batch))
        except (OperationalError, ConcurrencyError):
            raise  # a conflict with another transaction: the caller is tried again
        except Exception as error:
            _logger.exception("Check %s (%s) cannot be made", self.name, self.id)
            return [Finding(order.id, subject="error", details={"error": str(error)}) for order in batch.orders]

    def _find_in(self, batch):
        """Findings of one check: dispatches to ``_find_by_<kind>``."""
        return getattr(self, f"_find_by_{self.kind}")(batch)

    def _find_by_builtin(self, batch):
        definition = registry.get(self.builtin)
        return definition.find(self, batch) if definition else ()

    def _find_by_order(self, batch):
        domain = self._parse_domain(self.domain)
        return [Finding(order.id, subject=self._subject(order, domain))
                for order in self._filtered(batch.orders, domain)]

    def _find_by_line(self, batch):
        domain = self._parse_domain(self.domain)
        return [Finding(line.order_id.id, line.id, subject=self._subject(line, domain))
                for line in self._filtered(batch.lines, domain)]

    @api.model
    def _subject(self, record, domain):
        """What a condition has found, as text: the values it looks at.

        A waiver covers a finding as long as these stay; when one of them
        changes, the order is held again.
        """
        values = []
        for condition in domain.iter_conditions():
            path = condition.field_expr
            root = path.split(".", 1)[0]
            if root in record._fields:
                value = record[root]
                values.append(f"{root}={value.ids if isinstance(value, models.BaseModel) else value}")
        return ";".join(dict.fromkeys(values))[:200]

    def _message_for(self, details):
        """What a person reads, in the language of the environment.

        :param dict details: of the finding
        """
        self.ensure_one()
        if "error" in (details or {}):
            return self.env._(
                "Check “%(check)s” could not be made: %(error)s. Correct the check, or switch it off.",
                check=self.name, error=details["error"])
        definition = registry.get(self.builtin) if self.kind == "builtin" else None
        if not definition:
            return self.message or self.name
        template = self.env._(definition.message)
        return template % self.env["som.hold"]._shown(details)
