"""Reading orders that come from outside: pure Python, no Odoo, no database.

``schema`` knows the fields of an order and of a line, ``values`` turns what
people write into typed values, ``parser`` builds orders from plain mappings
and names everything that is wrong, ``reader`` opens CSV and XLSX files.
"""
