from odoo import api, models

#: Where the transaction keeps what was asked: for each call under way question → answer, or None for no more.
ASKED = "som_allocation.rules"


class StockRule(models.Model):
    """Rules for many procurements: equal questions about rules are asked once.

    Native code looks for the rules of each procurement anew; those of a thousand lines differ little. Answers are
    kept while one call chooses rules, and dropped before it acts on them, or when any rule is changed.
    """

    _inherit = "stock.rule"

    @api.model
    def run(self, procurements, raise_user_error=True):
        calls = self.env.cr.precommit.data.setdefault(ASKED, [])
        calls.append({})
        try:
            return super().run(procurements, raise_user_error=raise_user_error)
        finally:
            calls.pop()

    @api.model
    def _run_pull(self, procurements):
        self._som_forget_rules()
        return super()._run_pull(procurements)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None):
        calls = self.env.cr.precommit.data.get(ASKED)
        asked = calls[-1] if calls else None
        if asked is None:
            return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        key = (self.env, repr(domain), tuple(groupby), tuple(aggregates), repr(having), offset, limit, order)
        if key not in asked:
            asked[key] = super()._read_group(domain, groupby, aggregates, having, offset, limit, order)
        return list(asked[key])

    @api.model_create_multi
    def create(self, vals_list):
        self._som_forget_rules()
        return super().create(vals_list)

    def write(self, vals):
        self._som_forget_rules()
        return super().write(vals)

    def unlink(self):
        self._som_forget_rules()
        return super().unlink()

    @api.model
    def _som_forget_rules(self):
        calls = self.env.cr.precommit.data.get(ASKED, [])
        calls[:] = [None] * len(calls)
