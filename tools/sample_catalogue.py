"""What the sample's wholesaler sells and to whom; :mod:`tools.sample` makes files and orders of it.

Every name is invented. E-mail addresses are below example.com and example.org,
telephone numbers come from the ranges that regulators keep free for fiction
(customers in countries without such a range have none), barcodes from the
numbers GS1 leaves to shops (prefix 200), and the Norwegian tax numbers begin
with a digit that the register never gives out: none of it can reach anybody.
"""
import unicodedata

#: The company, its files and how orders reach it; ``as_of`` is the day the sample's present begins.
DATASET = {
    "company": {"name": "Fjordwerk Supply", "tz": "Europe/Oslo", "street": "Verftsgata 12", "city": "Bergen",
                "zip": "5008", "country": "NO"},
    "as_of": "2026-01-31",
    "history": ["orders_history.csv"],
    "new": ["orders_new.csv"],
    "warehouses": [{"code": "WH"}, {"code": "NORTH", "name": "North Depot", "steps": "pick_ship"}],
    "channels": [
        {"code": "webshop", "name": "Webshop", "kind": "webshop", "confirm": "yes", "unknown_customer": "create"},
        {"code": "marketplace", "name": "Marketplace", "kind": "marketplace", "confirm": "yes",
         "unknown_customer": "create"},
        {"code": "edi", "name": "EDI", "kind": "edi", "confirm": "yes", "unknown_customer": "reject",
         "warehouse": "NORTH", "picking_policy": "one"},
        {"code": "phone", "name": "Phone", "kind": "phone", "confirm": "no", "unknown_customer": "reject"},
        {"code": "email", "name": "E-mail", "kind": "email", "confirm": "no", "unknown_customer": "reject"},
    ],
}
#: By category: SKU, name, list price, weight in kg, stock at WH, stock at NORTH[, tracking].
GOODS = {
    "Tents & Shelter": (
        ("FW-TNT-101", "Skarv 1 solo tent", "189.00", "1.45", 34, 10),
        ("FW-TNT-201", "Skarv 2 trekking tent", "289.00", "2.60", 41, 18),
        ("FW-TNT-401", "Havn 4 family tent", "549.00", "7.90", 3, 2),
        ("FW-TNT-601", "Havn 6 group tent", "1249.00", "14.50", 2, 1),
        ("FW-TRP-300", "Tarp 3 × 3 m, moss green", "74.50", "0.98", 90, 45),
        ("FW-PEG-020", "Snow pegs, set of 20", "24.90", "0.62", 210, 120),
    ),
    "Sleeping": (
        ("FW-SLB-005", "Rype sleeping bag +5 °C", "129.00", "1.10", 62, 30),
        ("FW-SLB-015", "Rype sleeping bag −15 °C", "259.00", "1.85", 3, 2),
        ("FW-MAT-001", "Inflatable mat, regular", "89.00", "0.54", 80, 40),
        ("FW-MAT-002", "Closed-cell foam mat", "29.50", "0.41", 160, 90),
        ("FW-LNR-001", "Merino bag liner", "79.00", "0.38", 0, 12),
    ),
    "Packs & Bags": (
        ("FW-PCK-028", "Tind 28 day pack", "99.00", "0.95", 75, 30),
        ("FW-PCK-065", "Tind 65 expedition pack", "239.00", "2.15", 22, 8),
        ("FW-DUF-090", "Duffel 90 l, waterproof", "139.00", "1.30", 48, 20),
        ("FW-DRY-013", "Dry bag 13 l", "19.90", "0.12", 300, 150),
        ("FW-PLK-001", "Pulk sled with harness", "489.00", "6.80", 0, 0),
    ),
    "Camp Kitchen": (
        ("FW-STV-001", "Gnist gas stove", "59.00", "0.09", 110, 60),
        ("FW-STV-010", "Gnist multi-fuel stove", "169.00", "0.42", 2, 3),
        ("FW-POT-002", "Pot set, 2 pieces, anodised", "46.00", "0.47", 95, 50),
        ("FW-MUG-001", "Enamel mug, 350 ml", "9.90", "0.14", 480, 300),
        ("FW-FLK-010", "Steel flask 1.0 l", "34.00", "0.52", 130, 80),
        ("FW-MEA-001", "Freeze-dried stew, 500 kcal", "11.50", "0.13", 220, 100, "lot"),
    ),
    "Light & Navigation": (
        ("FW-LMP-400", "Head torch 400 lm", "49.90", "0.09", 140, 70),
        ("FW-LMP-900", "Head torch 900 lm, rechargeable", "99.00", "0.15", 4, 3),
        ("FW-LTN-001", "Folding lantern", "39.00", "0.28", 85, 40),
        ("FW-CMP-001", "Mirror compass", "54.00", "0.07", 60, 25),
        ("FW-GPS-001", "Satellite handset with beacon", "429.00", "0.23", 8, 0, "serial"),
    ),
    "Rope & Hardware": (
        ("FW-RPE-060", "Dynamic rope 60 m, 9.8 mm", "179.00", "3.72", 26, 14),
        ("FW-RPE-100", "Static rope 100 m, 10.5 mm", "219.00", "6.60", 12, 20),
        ("FW-CRB-001", "Locking carabiner", "14.50", "0.07", 400, 260),
        ("FW-SLG-120", "Sling 120 cm", "8.90", "0.05", 350, 200),
        ("FW-HRN-001", "Work harness, size M–XL", "149.00", "1.62", 2, 5),
        ("FW-PLY-002", "Twin pulley", "64.00", "0.29", 38, 22),
    ),
    "Hand Tools": (
        ("FW-AXE-050", "Forest axe 50 cm", "89.00", "1.20", 55, 35),
        ("FW-AXE-075", "Splitting axe 75 cm", "119.00", "2.70", 24, 15),
        ("FW-SAW-035", "Folding saw 35 cm", "42.00", "0.31", 105, 55),
        ("FW-KNF-001", "Sheath knife, birch handle", "38.50", "0.18", 150, 90),
        ("FW-SHV-001", "Folding shovel", "56.00", "0.88", 0, 6),
        ("FW-HMR-450", "Claw hammer 450 g", "27.00", "0.66", 120, 140),
        ("FW-SCD-006", "Screwdriver set, 6 pieces", "31.00", "0.58", 140, 160),
        ("FW-WRN-012", "Combination spanners, 12 pieces", "84.00", "2.35", 45, 60),
    ),
    "Power Tools": (
        ("FW-DRL-018", "Cordless drill 18 V", "159.00", "1.70", 33, 28),
        ("FW-GRD-125", "Angle grinder 125 mm", "109.00", "2.30", 27, 24),
        ("FW-JIG-001", "Jigsaw 650 W", "124.00", "2.40", 3, 3),
        ("FW-BAT-050", "Battery 18 V, 5 Ah", "94.00", "0.72", 10, 12),
        ("FW-GEN-020", "Inverter generator 2 kW", "899.00", "21.00", 2, 3),
        ("FW-CHG-001", "Fast charger 18 V", "59.00", "0.80", 65, 45),
    ),
    "Workshop Supplies": (
        ("FW-GLV-010", "Work gloves, pair", "6.90", "0.11", 900, 700),
        ("FW-GOG-001", "Safety goggles", "12.50", "0.08", 260, 240),
        ("FW-EAR-001", "Ear defenders", "24.00", "0.27", 150, 130),
        ("FW-TAP-050", "Fabric tape 50 m", "13.90", "0.44", 420, 380),
        ("FW-SCR-500", "Wood screws 4 × 50, box of 500", "18.50", "1.55", 310, 420),
        ("FW-BOX-045", "Tool box 45 cm", "36.00", "2.10", 70, 65),
        ("FW-OIL-001", "Chain oil 1 l", "15.50", "0.94", 180, 150, "lot"),
        ("FW-EPX-250", "Two-part epoxy 250 g", "22.00", "0.31", 14, 60, "lot"),
    ),
}
#: SKU, name, price.
SERVICES = (
    ("FW-SRV-ENG", "Engraving, up to 20 characters", "12.00"),
    ("FW-SRV-INS", "Installation on site, per hour", "85.00"),
    ("FW-SRV-SHP", "Sharpening, per blade", "14.00"),
    ("FW-SRV-RNT", "Harness inspection with report", "48.00"),
)
SERVICE_CATEGORY = "Services"

#: Companies: name, street, second line, postal code, city, state, country, days to pay.
COMPANIES = (
    ("Fjellvåk Friluft AS", "Bjørkeveien 14", "", "5063", "Bergen", "", "NO", 30),
    ("Sørlie Jernvare AS", "Kaigaten 8", "Lager 2", "4006", "Stavanger", "", "NO", 30),
    ("Tromsø Turutstyr AS", "Nordlysvegen 21", "", "9010", "Tromsø", "", "NO", 14),
    ("Østby Verktøy AS", "Smedgata 3", "", "7042", "Trondheim", "", "NO", 30),
    ("Norrsken Äventyr AB", "Renstigen 5", "", "981 38", "Kiruna", "", "SE", 30),
    ("Björklunds Järnhandel AB", "Verkstadsgatan 17", "Box 12", "411 04", "Göteborg", "", "SE", 30),
    ("Ströms Båt & Fritid AB", "Hamnpromenaden 2", "", "211 18", "Malmö", "", "SE", 14),
    ("Klitgaard Værktøj ApS", "Havnevej 44", "", "9000", "Aalborg", "", "DK", 30),
    ("Sørensen & Ærø Friluft A/S", "Møllestræde 9", "", "5000", "Odense", "", "DK", 14),
    ("Järvinen Erätarvike Oy", "Koivukatu 11", "", "33100", "Tampere", "", "FI", 30),
    ("Bergmüller Outdoor GmbH", "Lindenstraße 41", "Halle C", "80331", "München", "", "DE", 30),
    ("Werkzeug Großkopf KG", "Hafenweg 102", "", "20457", "Hamburg", "", "DE", 30),
    ("Kletterhalle Süd GmbH", "Kranichgasse 6", "", "60311", "Frankfurt am Main", "", "DE", 14),
    ("Quincaillerie Lefèvre SARL", "18 rue des Tanneurs", "", "69002", "Lyon", "", "FR", 30),
    ("Grimpe & Forêt SAS", "4 allée des Épicéas", "", "38000", "Grenoble", "", "FR", 30),
    ("Hebden Ridge Outfitters Ltd", "27 Weaver's Row", "", "LS1 4AP", "Leeds", "", "GB", 30),
    ("Thistle & Anvil Ltd", "3 Cooper's Wynd", "Unit 5", "EH6 6JH", "Edinburgh", "", "GB", 14),
    ("Cascade Pack & Paddle LLC", "1180 Larkspur Avenue", "Suite 210", "97209", "Portland", "OR", "US", 30),
    ("Granite State Hardware Inc.", "62 Millrace Road", "", "03101", "Manchester", "NH", "US", 30),
    ("Two Rivers Trading Co.", "905 Cottonwood Street", "", "59802", "Missoula", "MT", "US", 30),
    ("Van der Velde Gereedschap B.V.", "Schansweg 77", "", "3011 BN", "Rotterdam", "", "NL", 30),
    ("Duin & Dal Buitensport B.V.", "Kastanjelaan 12", "", "6811 CD", "Arnhem", "", "NL", 14),
    ("Ferretería Ibáñez S.L.", "Calle del Yunque 31", "", "08003", "Barcelona", "", "ES", 30),
    ("Montaña Ligera S.L.", "Paseo de los Álamos 5", "Bajo B", "22001", "Huesca", "", "ES", 14),
    ("Górski Szlak Sp. z o.o.", "ul. Świerkowa 19", "", "34-500", "Zakopane", "", "PL", 30),
    ("Utensileria Caffù S.r.l.", "Via dei Fabbri 23", "", "39100", "Bolzano", "", "IT", 30),
)
#: People: name, street, second line, postal code, city, state, country; they pay at once.
PEOPLE = (
    ("Ingrid Sæther", "Solbakken 7", "", "0368", "Oslo", "", "NO"),
    ("Håkon Dragøy", "Fyrveien 30", "", "8006", "Bodø", "", "NO"),
    ("Åse Marie Nordbø", "Granlia 2", "H0203", "6005", "Ålesund", "", "NO"),
    ("Elin Åkerström", "Tallvägen 16", "", "753 20", "Uppsala", "", "SE"),
    ("Göran Lindqvist-Öberg", "Slalomgatan 4", "", "831 30", "Östersund", "", "SE"),
    ("Mads Kjærgaard", "Strandstien 13", "", "8000", "Aarhus", "", "DK"),
    ("Päivi Hämäläinen", "Rantatie 8", "", "90100", "Oulu", "", "FI"),
    ("Jürgen Weiß", "Ahornweg 25", "", "79098", "Freiburg", "", "DE"),
    ("Käthe Schönfelder", "Am Mühlbach 1", "", "01067", "Dresden", "", "DE"),
    ("Zoé Marchandeau", "52 quai du Héron", "Bât. A", "44000", "Nantes", "", "FR"),
    ("François Delaunoy", "9 impasse du Noyer", "", "67000", "Strasbourg", "", "FR"),
    ("Siân Pritchard-Lowe", "11 Harbour Steps", "", "CF10 5BZ", "Cardiff", "", "GB"),
    ("Callum Orde", "40 Rowan Crescent", "Flat 3", "M1 2HN", "Manchester", "", "GB"),
    ("Renée Thibodeaux", "318 Heron Lane", "", "70112", "New Orleans", "LA", "US"),
    ("Marcus Ellery", "77 Switchback Trail", "Apt 4", "80302", "Boulder", "CO", "US"),
    ("Joost van Eijk", "Zilvergracht 20", "", "3512 LA", "Utrecht", "", "NL"),
    ("Nuria Peñalver", "Calle Olmo 14", "3º izq.", "28012", "Madrid", "", "ES"),
    ("Łukasz Wiśniewicz", "ul. Polna 6", "", "31-001", "Kraków", "", "PL"),
    ("Niccolò Brandalise", "Via del Larice 3", "", "38122", "Trento", "", "IT"),
)
#: People who buy for the first time among the new orders; written in Windows' Western code page there.
NEWCOMERS = (
    ("Sølvi Grønnerud", "Ekornstien 5", "", "2609", "Lillehammer", "", "NO"),
    ("Anneliese Kößler", "Brunnengasse 12", "", "04109", "Leipzig", "", "DE"),
    ("Benoît Chauvière", "7 chemin du Lavoir", "", "73000", "Chambéry", "", "FR"),
    ("Íñigo Zubeldía", "Calle Mayor 88", "2º A", "20003", "San Sebastián", "", "ES"),
    ("Frida Månsdotter", "Kvarngränd 3", "", "903 26", "Umeå", "", "SE"),
    ("Dorothy Quillfeather", "2150 Juniper Court", "", "05401", "Burlington", "VT", "US"),
    ("Rhys Calloway", "6 Kiln Yard", "", "BS1 5TR", "Bristol", "", "GB"),
    ("Maaike Hoogstraten", "Lijsterbeslaan 9", "", "9711 KP", "Groningen", "", "NL"),
    ("Søren Bøgelund", "Skovbrynet 27", "", "4000", "Roskilde", "", "DK"),
)
#: Deliveries elsewhere: recipient, street, second line, postal code, city, state, country.
SITES = (
    ("Byggeplass Nordkaia", "Nordkaia 1", "Port 4", "5003", "Bergen", "", "NO"),
    ("Hyttegrenda Kvitlia", "Kvitlivegen 60", "", "2960", "Røn", "", "NO"),
    ("Fjällstation Vintersjön", "Fjällvägen 200", "", "981 92", "Kiruna", "", "SE"),
    ("Baustelle Speicherblock K", "Am Kai 9", "", "20457", "Hamburg", "", "DE"),
    ("Refuge des Trois Lacs", "Route du Col", "", "38520", "Le Bourg-d'Oisans", "", "FR"),
    ("Ridge Centre Stores", "Old Quarry Road", "Gate B", "LS29 8AA", "Ilkley", "", "GB"),
    ("Basecamp Warehouse", "4400 Frontage Road", "Dock 7", "59808", "Missoula", "MT", "US"),
    ("Bouwplaats Maaskade", "Maaskade 150", "", "3071 ND", "Rotterdam", "", "NL"),
    ("Refugio Peña Blanca", "Camino del Ibón 2", "", "22880", "Canfranc", "", "ES"),
)
#: Telephone numbers kept free for fiction, the last digits open.
FICTION_PHONES = {
    "DE": "+49 30 23125 {:03d}", "FR": "+33 1 99 00 00 {:02d}", "GB": "+44 1632 960{:03d}",
    "SE": "+46 8 465 004 {:02d}", "US": "+1 202-555-01{:02d}",
}
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "å": "a", "Ø": "o", "Æ": "ae", "Ł": "l"})


def slug(name, joint="."):
    """A name in plain letters, as it may stand in an e-mail address."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN)).encode("ascii", "ignore").decode().lower()
    return joint.join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def ean13(number):
    """A barcode from the range for use within a shop, with its check digit."""
    digits = f"200{number:09d}"
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def norwegian_vat(number):
    """A tax number with the right check digit in a range that is never given out, or "" where there is none."""
    digits = f"1{number:07d}"
    check = -sum(int(digit) * weight for digit, weight in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    return f"NO{digits}{check}MVA" if check < 10 else ""


def phone(country, number):
    pattern = FICTION_PHONES.get(country)
    return pattern.format(number) if pattern else ""


def products():
    """Rows of ``products.csv``."""
    found = []
    for category, goods in GOODS.items():
        for sku, name, price, weight, stock, north, *tracking in goods:
            found.append({"sku": sku, "name": name, "category": category, "type": "goods", "price": price,
                          "weight": weight, "tracking": tracking[0] if tracking else "none",
                          "stock": stock, "stock_north": north})
    found += [{"sku": sku, "name": name, "category": SERVICE_CATEGORY, "type": "service", "price": price,
               "weight": "", "tracking": "none", "stock": "", "stock_north": ""}
              for sku, name, price in SERVICES]
    for position, row in enumerate(found):
        share = 40 if row["type"] == "service" else 52 + position * 7 % 17  # percent of the price
        cents = int(row["price"].replace(".", "")) * share // 100
        row["cost"] = f"{cents // 100}.{cents % 100:02d}"
        row["barcode"] = "" if row["type"] == "service" else ean13(41_000 + 13 * position)
    return found


def _address(parts):
    return dict(zip(("name", "street", "street2", "zip", "city", "state", "country"), parts, strict=True))


def customers():
    """Rows of ``customers.csv``."""
    found = []
    for *parts, days in COMPANIES:
        row = {**_address(parts), "is_company": 1, "payment_days": days}
        row["email"] = f"orders@{slug(row['name'], '-')}.example.com"
        row["vat"] = norwegian_vat(2_440_017 + 1_013 * len(found)) if row["country"] == "NO" else ""
        found.append(row)
    for parts in PEOPLE:
        row = {**_address(parts), "is_company": 0, "payment_days": 0, "vat": ""}
        row["email"] = f"{slug(row['name'])}@example.org"
        found.append(row)
    for position, row in enumerate(found):
        row["ref"] = f"C{1001 + position}"
        row["phone"] = phone(row["country"], position + 10)
    return found


def newcomers():
    """Customers of new orders whom nobody knows yet, as columns of an order."""
    found = []
    for position, parts in enumerate(NEWCOMERS):
        address = _address(parts)
        name = address.pop("name")
        found.append({"customer": f"{slug(name)}@example.org", "customer_name": name,
                      "phone": phone(address["country"], position + 70), **address})
    return found


def sites():
    """Delivery addresses by country, as columns of an order."""
    found = {}
    for parts in SITES:
        row = _address(parts)
        found.setdefault(row["country"], []).append({f"ship_{name}": value for name, value in row.items()})
    return found
