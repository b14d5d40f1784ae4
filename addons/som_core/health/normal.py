"""What is written about a customer, brought to a form in which equal things are equal.

Values are made for comparing only: nobody reads them, nothing is stored back.
"""
import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from anyascii import anyascii

#: Forms of companies as they stand in names, without dots and blanks.
LEGAL_FORMS = frozenset("""
    ab ag aktiengesellschaft ao aps as asa bhd bv bvba co company corp corporation cv doo eeig ehf ek eood eurl ev gbr
    gesmbh gie gmbh hf inc incorporated kft kg kgaa kk lda limitada limited llc llp lp ltd ltda mbh nv og ohg oo ooo ou
    oy oyj plc pte pty pvt sa sapi sarl sas sasu sca scs se sia sl slu snc soc spa spol srl sro spzoo uab ug vof zoo
""".split())
#: Words that are in one copy of a name and not in the other.
FILLERS = frozenset("""
    and und et y e og och en the der die das le la les de del di van von dr herr frau mr mrs ms
""".split())
#: Words of streets and what is written for them.
STREET_WORDS = {
    "street": "st", "strasse": "st", "str": "st", "straat": "st", "avenue": "av", "ave": "av", "avenida": "av",
    "road": "rd", "lane": "ln", "drive": "dr", "square": "sq", "boulevard": "bd", "blvd": "bd", "place": "pl",
    "platz": "pl", "calle": "c", "rue": "r", "gata": "g", "gate": "g", "gaten": "g", "saint": "st",
    "no": "", "nr": "", "num": "", "apartment": "apt", "suite": "ste", "building": "bldg", "floor": "fl",
}
_ABBREVIATION = re.compile(r"\b(?:[a-z][./]\s?){1,}[a-z]\b\.?")
_WORD = re.compile(r"[a-z0-9]+")
_MAIL = re.compile(r"[^\s<>,;:\"]+@[^\s<>,;:\"]+")
_TAX_ENDINGS = re.compile(r"(MWST|TVA|IVA|MVA|VAT|HR)$")


class Keys(NamedTuple):
    """A customer as it is compared; an empty text or 0 says: not known.

    ``parent`` and ``root``: the contact above and the topmost one (0: none). ``commercial``: an entity of its own,
    as against a contact or an address of its parent. ``kind``: Odoo's type of contact.
    """

    id: int
    parent: int
    root: int
    company: int
    commercial: bool
    is_company: bool
    kind: str
    country: int
    name: str
    email: str
    phone: str
    vat: str
    street: str
    zip: str
    city: str


def folded(text):
    """Small plain letters; umlauts and the like agree with the way in which they are spelt out."""
    plain = anyascii(text or "").lower().replace("'", "").replace("`", "")
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def words(text):
    """The words of a text; ``S.A.R.L.`` and ``A/S`` are one."""
    joined = _ABBREVIATION.sub(lambda found: re.sub(r"[./\s]", "", found.group()) + " ", folded(text))
    return _WORD.findall(joined)


def name(text):
    """The words that tell, in alphabetical order; all of them where none would be left."""
    found = words(text)
    telling = [word for word in found if word not in LEGAL_FORMS and word not in FILLERS]
    return " ".join(sorted(telling or found))


def email(text):
    """The first mailbox of a text, in small letters."""
    found = _MAIL.search(text or "")
    return found.group().strip(".").lower() if found else ""


@lru_cache(maxsize=4096)
def phone(text, region):
    """A number as it is dialled from abroad, digits only.

    :param str region: two-letter code of the country in which a number without prefix is meant
    """
    text = (text or "").strip()
    digits = re.sub(r"\D", "", text)
    if len(digits) < 6:
        return ""
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return digits.lstrip("0")
    return f"{number.country_code}{number.national_number}"


def tax_number(text):
    """``COUNTRY|number``, the country empty where none is written; '' for what is no number.

    Leading zeros and endings that only say “registered” go: the number stays the same without them.
    """
    plain = _TAX_ENDINGS.sub("", re.sub(r"[^A-Z0-9]", "", (text or "").upper()))
    country = plain[:2] if plain[:2].isalpha() and sum(map(str.isdigit, plain[2:])) >= 5 else ""
    number = plain[len(country):].lstrip("0")
    return f"{country}|{number}" if sum(map(str.isdigit, number)) >= 4 else ""


def street(*lines):
    """The words of an address in alphabetical order, the usual ones abbreviated."""
    found = [STREET_WORDS.get(word, word) for word in words(_split_ending(" ".join(filter(None, lines))))]
    return " ".join(sorted(word for word in found if word))


def _split_ending(text):
    """German and Nordic streets carry their kind as an ending: ``Hauptstraße``, ``Hauptstr.``."""
    return re.sub(r"(?<=\w{3})(strasse|straße|str|gata|gaten|gate)\b\.?", r" \1", text, flags=re.IGNORECASE)


def postcode(text):
    return re.sub(r"[^A-Z0-9]", "", anyascii(text or "").upper())


def city(text):
    return " ".join(words(text))
