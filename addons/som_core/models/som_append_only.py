from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SomAppendOnly(models.AbstractModel):
    """Rows that are added, never changed and never removed, except together with a record that they belong to.

    The database refuses UPDATE, TRUNCATE and every DELETE that is not the removal of such a record itself, whoever
    asks for it; before it comes to that, the model says why. A module that has such a table drops its function when
    it is uninstalled: ``<table>_is_append_only()``, with CASCADE.
    """

    _name = "som.append.only"
    _description = "Rows That Are Only Added"

    #: Many2one fields: where the record one of them names is removed, the row goes along (``ondelete="cascade"``).
    _som_goes_with = ()

    def init(self):
        """Put the guard on the table, anew with each update of the module."""
        super().init()
        if self._abstract:
            return
        names = {name: SQL.identifier(f"{self._table}_{name}")
                 for name in ("is_append_only", "append_only", "no_truncate")}
        # a cascading delete finds its record already gone; any other finds it still there
        gone = [SQL("OLD.%(field)s IS NOT NULL AND NOT EXISTS (SELECT FROM %(table)s WHERE id = OLD.%(field)s)",
                    field=SQL.identifier(name), table=SQL.identifier(self.env[self._fields[name].comodel_name]._table))
                for name in self._som_goes_with]
        self.env.cr.execute(SQL(
            """CREATE OR REPLACE FUNCTION %(is_append_only)s() RETURNS trigger AS $$
               BEGIN
                   IF TG_OP = 'DELETE' THEN
                       IF %(gone)s THEN
                           RETURN OLD;
                       END IF;
                   END IF;
                   RAISE EXCEPTION '%% is append-only: %% refused', TG_TABLE_NAME, TG_OP
                       USING ERRCODE = 'integrity_constraint_violation';
               END $$ LANGUAGE plpgsql;
               CREATE OR REPLACE TRIGGER %(append_only)s BEFORE UPDATE OR DELETE ON %(table)s
                   FOR EACH ROW EXECUTE FUNCTION %(is_append_only)s();
               CREATE OR REPLACE TRIGGER %(no_truncate)s BEFORE TRUNCATE ON %(table)s
                   FOR EACH STATEMENT EXECUTE FUNCTION %(is_append_only)s();""",
            table=SQL.identifier(self._table), gone=SQL(" OR ").join(gone or [SQL("FALSE")]), **names))

    def write(self, vals):
        if self:
            raise UserError(self._som_unchangeable_text())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._som_unremovable_text())

    def _som_unchangeable_text(self):
        """Why a row cannot be changed, and what to do instead."""
        return self.env._("%s: what is there cannot be changed.", self._description)

    def _som_unremovable_text(self):
        """Why a row cannot be removed, and what to do instead."""
        return self.env._("%s: what is there cannot be removed.", self._description)
