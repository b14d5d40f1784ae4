from odoo import api, models

from .som_allocation_writer_orm import WRITTEN

#: Models of which the statements write or delete whole rows.
ROWS = ("stock.move.line", "mail.message", "mail.tracking.value")
#: What the statements change of every row besides.
STAMPS = ("write_uid", "write_date")


class SomAllocationWriter(models.AbstractModel):
    """What memory holds of the rows that the statements wrote is forgotten; the rest stays.

    To forget everything would be right too, but whoever goes on with many orders would read them again one by one:
    records are read together only with those that memory knows beside them.
    """

    _inherit = "som.allocation.writer"

    @api.model
    def _som_forget(self):
        """Forget what was written (all of it is in the database) and whatever is worked out from anything."""
        for field in list(self.env.transaction.field_data):
            if self._som_is_written(field):
                field._invalidate_cache(self.env)

    @api.model
    def _som_is_written(self, field):
        """Whether a field may have another value than before, in memory."""
        return (
            field.model_name in ROWS
            or field.comodel_name in ROWS
            or (field.compute and not field.store)
            or field.name in (WRITTEN.get(field.model_name, ()))
            or (field.name in STAMPS and field.model_name in WRITTEN))
