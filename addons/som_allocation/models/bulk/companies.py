from odoo.exceptions import UserError

from .listeners import only


def check_each_once(records, native, fnames):
    """The native check of companies, field by field, for one of those records that have the same there.

    What native code says of a field depends on the record's company and on what the field refers to, and on nothing
    else. Where something is wrong, native code says so for the records as they are.

    :param native: the model's ``_check_company``, of ``super()``, bound to the records
    :param fnames: as native; all fields if ``None``
    :raises UserError: as native
    """
    if len(records) < 2 or not only(records, "_check_company", "som_allocation"):
        return native(fnames)
    try:
        for name in _checked(records, fnames):
            native.__func__(_one_of_each(records, name), [name])
    except UserError:
        return native(fnames)
    return None


def _checked(records, fnames):
    """Names of the fields that native code looks at."""
    names = records._fields if fnames is None or {"company_id", "company_ids"} & set(fnames) else fnames
    return [name for name in names if records._fields[name].relational and records._fields[name].check_company]


def _one_of_each(records, name):
    """The first of the records that have the same company and refer to the same by a field."""
    first = {}
    for record in records.sudo():  # sudo: as native code, which compares what the user may not read
        first.setdefault((record.company_id.id, record[name]._ids), record.id)
    return records.browse(first.values())
