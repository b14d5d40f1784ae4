"""Pairs of customers as people enter them: some are one, some are two."""

PLACE = {"street": "Storgata 12", "zip": "0155", "city": "Oslo"}

#: What it shows, first record, second record: one customer entered twice.
SAME = [
    ("a letter left out", {"name": "Nordvik Trading", **PLACE}, {"name": "Nordvk Trading", **PLACE}),
    ("letters swapped", {"name": "Kristoffersen Marine", **PLACE}, {"name": "Kristofefrsen Marine", **PLACE}),
    ("accents", {"name": "Bjørn Ångström", **PLACE}, {"name": "Bjorn Angstrom", **PLACE}),
    ("umlauts spelt out", {"name": "Günther Müller", **PLACE}, {"name": "Guenther Mueller", **PLACE}),
    ("another script", {"name": "Олга Иванова", **PLACE}, {"name": "Olga Ivanova", **PLACE}),
    ("words swapped", {"name": "Fjeldstad Ingeborg", **PLACE}, {"name": "Ingeborg Fjeldstad", **PLACE}),
    ("family name first", {"name": "Fjellheim, Torstein", **PLACE}, {"name": "Torstein Fjellheim", **PLACE}),
    ("legal form", {"name": "Havbruk Sør A/S", **PLACE}, {"name": "HAVBRUK SØR AS", **PLACE}),
    ("legal form left out", {"name": "Vestkyst Logistics GmbH", **PLACE}, {"name": "Vestkyst Logistics", **PLACE}),
    ("a blank too few", {"name": "Skog Teknikk Utstyr", **PLACE}, {"name": "SkogTeknikk Utstyr", **PLACE}),
    ("street abbreviated", {"name": "Else Bergström", "street": "Hauptstraße 5", "zip": "10115"},
     {"name": "Else Bergström", "street": "Hauptstr. 5", "zip": "10115"}),
    ("street with a slip", {"name": "Else Tangen", "street": "Lakkegata 5", "zip": "0187"},
     {"name": "Else Tangen", "street": "Lakegata 5", "zip": "0187"}),
    ("same phone in another notation", {"name": "Rolf Haraldsen", "phone": "+47 22 33 44 55"},
     {"name": "Rolv Haraldsen", "phone": "22334455"}),
    ("same phone with 00", {"name": "Rolf Solbakken", "phone": "+47 22 33 44 56"},
     {"name": "Rolf Solbakken", "phone": "0047 22334456"}),
    ("same e-mail", {"name": "Solveig Dahl", "email": "solveig@dahl.example"},
     {"name": "Solvei Dahl", "email": "Solveig <SOLVEIG@dahl.example>"}),
    ("same tax number, prefix and all", {"name": "Alfa Utvikling", "is_company": True, "vat": "NO123456785MVA"},
     {"name": "Alfa", "is_company": True, "vat": "123 456 785"}),
    ("same tax number, new name", {"name": "Beta Handel", "is_company": True, "vat": "NO987654325"},
     {"name": "Quattro Marine", "is_company": True, "vat": "987654325"}),
    ("same company name, nothing else known", {"name": "Polarlys Sjømat AS", "is_company": True},
     {"name": "Polarlys Sjømat", "is_company": True}),
]

#: What it shows, first record, second record: two customers.
DIFFERENT = [
    ("same family name", {"name": "John Haugland", **PLACE}, {"name": "Jane Haugland", **PLACE}),
    ("same family name and phone", {"name": "Petter Myhre", "phone": "22334457", **PLACE},
     {"name": "Ragnhild Myhre", "phone": "22334457", **PLACE}),
    ("same first name", {"name": "Ingrid Solheim", **PLACE}, {"name": "Ingrid Aune", **PLACE}),
    ("only the name, of a person", {"name": "Kari Nordmann"}, {"name": "Kari Nordmann"}),
    ("same name, elsewhere", {"name": "Ola Hansen", **PLACE},
     {"name": "Ola Hansen", "street": "Torget 1", "zip": "5014", "city": "Bergen"}),
    ("different tax numbers", {"name": "Fjordkraft", "vat": "NO111111111", "is_company": True, **PLACE},
     {"name": "Fjordkraft", "vat": "NO222222222", "is_company": True, **PLACE}),
    ("numbered branches", {"name": "Kiosk 14", **PLACE}, {"name": "Kiosk 15", **PLACE}),
    ("shared mailbox of an office", {"name": "Anna Bakke", "email": "post@huset.example"},
     {"name": "Terje Viken", "email": "post@huset.example"}),
    ("the house next door", {"name": "Dyrlege Moen", "street": "Storgata 12", "zip": "0155"},
     {"name": "Tannlege Moen", "street": "Storgata 14", "zip": "0155"}),
]
