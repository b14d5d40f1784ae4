"""The values in a hold's message: stored as plain data, shown in the reader's language."""
from odoo import fields
from odoo.tools import format_amount, format_date, format_datetime
from odoo.tools.float_utils import float_repr


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


_SHOW = {
    "money": _show_money,
    "percent": _show_percent,
    "quantity": _show_quantity,
    "day": lambda env, value: format_date(env, value["day"]),
    "moment": lambda env, value: format_datetime(env, value["moment"], dt_format="short"),
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
