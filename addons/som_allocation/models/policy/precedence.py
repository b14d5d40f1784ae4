"""Who may put one order before others: what an order gets where stock is short, another one goes without.

So it is a right of its own, which nobody has by being allowed to edit an order. Without it the fields concerned can be
read, left as they are, and written with the value that they have. Superuser mode passes, as everywhere in Odoo.
"""
from odoo.exceptions import AccessError

GROUP = "som_allocation.group_som_expedite"


def check_created(model, vals_list, name):
    """Refuse new records with a field that only some may set, whether it is given or comes as a default.

    :raises AccessError: naming the field
    """
    if _may(model.env):
        return
    given = [vals[name] for vals in vals_list if name in vals]
    if len(given) < len(vals_list):
        given.append(model.default_get([name]).get(name))
    if any(given):
        raise AccessError(model.env._(
            "You may not set “%(field)s” on what is new: it decides who goes without where stock is short. Leave it"
            " empty, and ask somebody with the right “Expedite Orders”.", field=_label(model, name)))


def check_changed(records, vals, name):
    """Refuse to change a field that only some may change.

    :raises AccessError: naming the field and the records
    """
    if name not in vals or _may(records.env):
        return
    # sudo: whether it changes is looked at for whoever writes; what he may write is for the rest of write() to say
    known = records.sudo()
    value = known._fields[name].convert_to_cache(vals[name], known) or False
    changed = known.filtered(lambda record: (record[name] or False) != value)
    if changed:
        raise AccessError(records.env._(
            "You may not change “%(field)s” of %(records)s: it decides who goes without where stock is short. Ask"
            " somebody with the right “Expedite Orders”.",
            field=_label(records, name), records=", ".join(changed.mapped("display_name"))))


def _may(env):
    return env.su or env.user.has_group(GROUP)


def _label(records, name):
    return records._fields[name]._description_string(records.env)
