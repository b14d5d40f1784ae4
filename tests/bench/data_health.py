"""Data Health on 100,000 customers, of whom 3 % are a second record of another one, with the mistakes people make.

``s_100k``: the first run, everything in it. ``again_s``: the next one, after 300 customers have changed.
``recall`` and ``precision``: found pairs against the generated truth, at the default threshold for review.
``peak_mb``: what the process needed on top of what it had.
"""
import random
import time
from pathlib import Path

from odoo.tools import SQL

CUSTOMERS, COPIES, COMPANIES_OF_100 = 97_000, 3_000, 45
PRODUCTS, RULES, ORDERS = 5_000, 2_000, 20_000

SYLLABLES = ("bar bel bor cam cor dal dor fal fin gar gor hal hel jor kal kel lan lin lor mal mar mel mon nar nel "
             "nor pal per ral rin ros sal sel sor tal tan tel tor val var ven vil vor wal wen win zal zor").split()
FIRST = ("anna maria john peter paul linda susan karen david james robert michael sarah laura emma noah liam olivia "
         "sofia lucas hugo louis jules léa chloé zoé jürgen björn søren åsa günther käthe josé maría andrés lucía "
         "carlos elena marco giulia luca paolo franco ingrid lars nils kari ola pekka matti aino jan piet kees "
         "anouk tomasz agnieszka piotr zofia pavel jana milan eva ivan olga natasha dmitri ahmed fatima yusuf leyla").split()
TRADES = "Trading Logistics Foods Systems Design Textiles Motors Energy Media Pharma Tools Farms Marine Timber".split()
FORMS = ("GmbH", "AG", "Ltd", "Ltd.", "S.A.", "SARL", "A/S", "AS", "AB", "Oy", "B.V.", "Inc.", "LLC", "S.p.A.", "")
STREETS = ("Hauptstraße", "Main Street", "Station Road", "Rue de la Paix", "Storgata", "Park Avenue", "Kirkegata",
           "Via Roma", "Calle Mayor", "Mill Lane", "High Street", "Bahnhofstraße", "Church Road", "Linden Avenue")


def _word(rng, parts):
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


def _original(rng, number, surnames):
    """A customer: name, is_company, email, phone, vat, street, zip, city."""
    company = rng.random() * 100 < COMPANIES_OF_100
    if company:
        stem = _word(rng, rng.choice((2, 3)))
        name = " ".join(filter(None, (stem, rng.choice(TRADES), rng.choice(FORMS))))
        email = f"{rng.choice(('info', 'office', 'sales'))}@{stem.lower()}{number % 977}.example"
    else:
        first, last = rng.choice(FIRST).capitalize(), rng.choice(surnames)
        name, email = f"{first} {last}", f"{first}.{last}{number % 997}@mail.example".lower()
    place = rng.randrange(3000)
    return [
        name, company, email if rng.random() < 0.8 else None,
        f"+47 {rng.randrange(20000000, 99999999)}" if rng.random() < 0.7 else None,
        f"NO{number + 100000000}MVA" if company and rng.random() < 0.6 else None,
        f"{rng.choice(STREETS)} {rng.randrange(1, 180)}" if rng.random() < 0.95 else None,
        f"{1000 + place:04d}", f"Town{place // 10}"]


def _slip(rng, text):
    """A wrong, missing, doubled or swapped letter somewhere after the first."""
    at = rng.randrange(1, max(2, len(text) - 1))
    return rng.choice((
        text[:at] + text[at + 1:], text[:at] + text[at] + text[at:],
        text[:at] + rng.choice("aeinrst") + text[at + 1:], text[:at] + text[at:at + 2][::-1] + text[at + 2:]))


def _plain(rng, text):
    return text.translate(str.maketrans("éíáøåäöüß", "eiaoaaous"))


def _swapped(rng, text):
    words = text.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else text


def _other_form(rng, text):
    words = [word for word in text.split() if word not in FORMS]
    return " ".join([*words, rng.choice(FORMS)]).strip().upper()


def _copy(rng, original):
    """The same customer entered once more: every field kept, changed or left out, as people do."""
    name, company, email, phone, vat, street, postcode, city = original
    change = rng.choice((_slip, _slip, _plain, _swapped, lambda _rng, text: text))
    name = _other_form(rng, name) if company and rng.random() < 0.5 else change(rng, name)
    kept = rng.random()
    email = email if kept < 0.55 else None if kept < 0.85 else email and f"new.{email}"
    if phone:
        digits = phone[4:]
        phone = rng.choice((phone, f"0047{digits}", f"{digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}", None))
    vat = vat and rng.choice((vat, vat[2:-3], None))
    if street and rng.random() < 0.4:
        street = rng.choice((street.replace("Street", "St."), street.replace("straße", "str."), _slip(rng, street)))
    return [name, company, email, phone, vat, street, postcode, city]


def _partners(env):
    """Create everybody by SQL; return the truth: pairs of ids."""
    rng = random.Random(7)
    surnames = [_word(rng, rng.choice((2, 2, 3))) for _ in range(4000)]
    rows = [_original(rng, number, surnames) for number in range(CUSTOMERS)]
    chosen = rng.sample(range(CUSTOMERS), COPIES)
    rows += [_copy(rng, rows[number]) for number in chosen]
    country = env.ref("base.no").id
    columns = [list(column) for column in zip(*rows, strict=True)]
    ids = [row[0] for row in env.execute_query(SQL(
        """
        INSERT INTO res_partner (name, complete_name, is_company, email, phone, vat, street, zip, city, country_id,
                                 type, active, customer_rank, autopost_bills, create_date, write_date)
        SELECT name, name, is_company, email, phone, vat, street, zip, city, %s, 'contact', TRUE, 1, 'ask',
               now() - interval '2 years', now() - interval '2 years'
          FROM unnest(%s::text[], %s::bool[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
               WITH ORDINALITY AS row(name, is_company, email, phone, vat, street, zip, city, place)
         ORDER BY place RETURNING id
        """, country, *columns))]
    env.execute_query(SQL(
        "UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL RETURNING id"))
    return ids, {(ids[number], ids[CUSTOMERS + place]) for place, number in enumerate(chosen)}


def _catalogue(env, partners):
    """Products of which a part is sold, price rules of which some collide or are below cost, and the orders."""
    rng = random.Random(8)
    products = env["product.product"].create([
        {"name": f"Bench {n}", "type": "consu", "list_price": 10 + n % 90, "standard_price": 5 + n % 50}
        for n in range(PRODUCTS)])
    pricelist = env["product.pricelist"].create({"name": "Bench"})
    env["product.pricelist.item"].create([{
        "pricelist_id": pricelist.id, "applied_on": "0_product_variant", "compute_price": "fixed",
        "product_id": products[rng.randrange(PRODUCTS)].id, "fixed_price": rng.randrange(3, 80),
        "min_quantity": rng.choice((0, 0, 10))} for _ in range(RULES)])
    order = env["sale.order"].create({"partner_id": partners[0], "order_line": [
        (0, 0, {"product_id": products[0].id, "product_uom_qty": 1})]})
    env.flush_all()
    env.execute_query(SQL("UPDATE product_product SET create_date = now() - interval '3 years' RETURNING id"))
    _copies_of(env, order, partners[:ORDERS], products.ids[:PRODUCTS * 3 // 4])


def _copies_of(env, order, partners, products):
    """Confirmed orders like one, each with one line, by SQL."""
    env.execute_query(SQL(
        """
        WITH made AS (
            INSERT INTO sale_order (name, partner_id, partner_invoice_id, partner_shipping_id, company_id, date_order,
                                    state, picking_policy, warehouse_id, currency_id, currency_rate, create_date)
            SELECT 'B' || partner, partner, partner, partner, o.company_id, now() - interval '1 month', 'sale',
                   o.picking_policy, o.warehouse_id, o.currency_id, 1, now()
              FROM sale_order o, unnest(%s::int[]) AS partner WHERE o.id = %s RETURNING id)
        INSERT INTO sale_order_line (order_id, product_id, product_uom_id, name, product_uom_qty, price_unit, state,
                                     company_id, customer_lead, qty_delivered_method)
        SELECT made.id, (%s::int[])[1 + made.id %% %s], l.product_uom_id, 'Bench', 1, 10, 'sale', l.company_id, 0,
               l.qty_delivered_method
          FROM made, sale_order_line l WHERE l.order_id = %s RETURNING id
        """, partners, order.id, products, len(products), order.id))


def _run(env):
    """Seconds of one run of the company at hand, with a commit after each batch."""
    run = env["som.health.run"]._som_start(env.company)
    env.cr.commit()
    started = time.perf_counter()
    run._som_run(env.cr.commit)
    took = time.perf_counter() - started
    assert run.state == "done", run.problems_text
    return took


def _touched(env, ids):
    env.execute_query(SQL(
        "UPDATE res_partner SET name = name || ' x', write_date = now() WHERE id = ANY(%s) RETURNING id", ids))
    env.invalidate_all()
    env.cr.commit()


def _memory(name, reset=False):
    """MB of this process: VmRSS now, VmHWM at most since the last reset (Linux)."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[name].split()[0]) // 1024


def run(env):
    ids, truth = _partners(env)
    _catalogue(env, ids)
    env.cr.commit()
    before = _memory("VmRSS", reset=True)
    took = _run(env)
    found = set(env.execute_query(SQL("SELECT partner_id, other_id FROM som_partner_duplicate")))
    hits = len(found & truth)
    yield "data_health.s_100k", round(took, 1), "s"
    yield "data_health.recall", round(hits / len(truth), 4), "share"
    yield "data_health.precision", round(hits / max(1, len(found)), 4), "share"
    yield "data_health.peak_mb", _memory("VmHWM") - before, "MB"
    _touched(env, random.Random(9).sample(ids, 300))
    yield "data_health.again_s", round(_run(env), 1), "s"
