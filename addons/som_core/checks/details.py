"""The values in a hold's message: stored as plain data, shown in the reader's language."""
from hashlib import sha256

from odoo import fields
from odoo.tools import format_amount, format_date, format_datetime
from odoo.tools.float_utils import float_repr
from odoo.tools.translate import get_translation

#: Longer subjects are stored as a digest: they are compared and indexed, not read.
LONGEST_SUBJECT = 200


def subject(*parts):
    """What a finding is about, as one text that stays the same as long as its parts do."""
    text = "|".join(str(part or "") for part in parts)
    return text if len(text) <= LONGEST_SUBJECT else sha256(text.encode()).hexdigest()


def money(amount, currency):
    """:param currency: ``res.currency`` record"""
    return {"money": currency.round(amount), "currency": currency.id}


def percent(number):
    """:param number: 12.5 for 12.5 %"""
    return {"percent": round(number, 2)}


def quantity(number, unit):
    """:param unit: ``uom.uom`` record"""
    return {"quantity": number, "unit": unit.id}


def day(date):
    return {"day": fields.Date.to_string(date)}


def moment(datetime):
    """:param datetime: naive UTC"""
    return {"moment": fields.Datetime.to_string(datetime)}


def labels(model, names):
    """Names of fields, as the reader's screens have them."""
    return {"labels": list(names), "model": model}


def term(text, **values):
    """
    :param text: lazily translated text
    :param values: the details whose names are in it
    """
    return {"term": text._source, "module": text._module, **({"values": values} if values else {})}


def _trimmed(number, digits=6):
    text = float_repr(number, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_money(env, value):
    return format_amount(env, value["money"], env["res.currency"].browse(value["currency"]))


def _show_percent(env, value):
    return f"{_localised(env, value['percent'])} %"


def _show_quantity(env, value):
    # sudo: the name of a unit, for whoever may read the message
    unit = env["uom.uom"].sudo().browse(value["unit"]).exists()
    return f"{_localised(env, value['quantity'])} {unit.name or ''}".strip()


def _localised(env, number):
    return _trimmed(number).replace(".", env["res.lang"]._get_data(code=env.lang or "en_US").decimal_point or ".")


def _show_labels(env, value):
    described = env[value["model"]]._fields
    return ", ".join(described[name]._description_string(env) for name in value["labels"])


def _show_term(env, value):
    return get_translation(value["module"], env.lang or "en_US", value["term"], shown(env, value.get("values")))


_SHOW = {
    "money": _show_money,
    "percent": _show_percent,
    "quantity": _show_quantity,
    "day": lambda env, value: format_date(env, value["day"]),
    "moment": lambda env, value: format_datetime(env, value["moment"], dt_format="short"),
    "labels": _show_labels,
    "term": _show_term,
}


def shown(env, details):
    """The values as text for the reader whom ``env`` stands for.

    :param dict details: plain values, or mappings as the functions above make them
    :return dict: the same names with strings
    """
    result = {}
    for name, value in (details or {}).items():
        if isinstance(value, dict):
            kind = next(key for key in _SHOW if key in value)
            result[name] = _SHOW[kind](env, value)
        elif isinstance(value, float):
            result[name] = _localised(env, value)
        else:
            result[name] = str(value)
    return result
