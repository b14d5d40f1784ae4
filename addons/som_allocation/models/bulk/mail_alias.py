from odoo import api, models

#: Where the transaction keeps whether documents of a model have addresses of their own: model → bool.
ASKED = "som_allocation.aliases"


class MailAlias(models.Model):
    """Addresses of documents are not looked for, message by message, where documents of that kind have none."""

    _inherit = "mail.alias"

    @api.model
    def search(self, domain, offset=0, limit=None, order=None):
        if self.env.context.get("som_no_aliases") and any(part[0] == "alias_parent_thread_id" for part in domain):
            return self.browse()
        return super().search(domain, offset=offset, limit=limit, order=order)

    @api.model
    def _som_unused_by(self, model):
        """Whether no document of a model has an address of its own; asked once in a transaction that changes none."""
        kept = self.env.cr.precommit.data
        if kept.get(ASKED) is False:
            return False
        asked = kept.setdefault(ASKED, {})
        if model not in asked:
            # sudo: as native code, which looks for the address of any document
            asked[model] = not self.sudo().search_count([
                ("alias_parent_model_id.model", "=", model), ("alias_parent_thread_id", "!=", 0)], limit=1)
        return asked[model]

    @api.model_create_multi
    def create(self, vals_list):
        self._som_change()
        return super().create(vals_list)

    def write(self, vals):
        self._som_change()
        return super().write(vals)

    def unlink(self):
        self._som_change()
        return super().unlink()

    @api.model
    def _som_change(self):
        """From now on nothing is taken for granted: a change may be taken back, too."""
        self.env.cr.precommit.data[ASKED] = False
