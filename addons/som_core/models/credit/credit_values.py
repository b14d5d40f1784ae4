"""What a customer owes and may owe, as plain values."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is at stake with one debtor, in one currency, taxes included.

    :ivar receivable: posted and open, less credit notes and payments that are not reconciled yet
    :ivar draft_invoices: customer invoices in draft, less credit notes in draft
    :ivar to_invoice: confirmed orders, delivered or not, as far as no invoice (in draft either) has them
    :ivar overdue: of ``receivable``, what was due before the day asked for; unallocated credits pay it off
    :ivar overdue_days: age of the oldest overdue item that credits, oldest item first, do not pay off; 0: none
    """

    receivable: float = 0.0
    draft_invoices: float = 0.0
    to_invoice: float = 0.0
    overdue: float = 0.0
    overdue_days: int = 0

    @property
    def total(self):
        return self.receivable + self.draft_invoices + self.to_invoice


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one debtor may owe to a company, in the company's currency.

    :ivar amount: the limit that counts: the group's for members of one that has a limit; 0: none
    :ivar until: last day on which ``amount`` holds, or ``None``
    :ivar group_id: id of the ``som.credit.group`` that shares ``amount``, or ``None``
    :ivar exempt: not subject to credit checks at all
    :ivar own_amount: a member's own limit within its group; otherwise the same as ``amount``
    :ivar own_until: last day of ``own_amount``, or ``None``
    """

    amount: float = 0.0
    until: object = None
    group_id: int | None = None
    exempt: bool = False
    own_amount: float = 0.0
    own_until: object = None
