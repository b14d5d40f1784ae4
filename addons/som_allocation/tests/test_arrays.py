from datetime import datetime

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..arrays import numbers, texts


@tagged("post_install", "-at_install")
class TestArrays(TransactionCase):
    """Lists reach the database as they are."""

    def _read(self, literal, kind):
        self.env.cr.execute(SQL("SELECT %s::%s[]", literal, SQL(kind)))
        return self.env.cr.fetchone()[0]

    def test_whole_numbers(self):
        for values in ([], [7], [1, -2, None, 2 ** 40]):
            self.assertEqual(self._read(numbers(values), "bigint"), values)

    def test_truth_values(self):
        self.assertEqual(self._read(numbers([True, None, False]), "bool"), [True, None, False])

    def test_any_collection_in_its_order(self):
        self.assertEqual(self._read(numbers({3: "c", 1: "a"}), "int"), [3, 1])

    def test_texts_with_what_separates_and_quotes(self):
        values = ["", "NULL", None, "a,b", '{"x"}', "back\\slash", "it's", "50 %", " ü\n", "{}"]
        self.assertEqual(self._read(texts(values), "text"), values)

    def test_dates(self):
        values = [datetime(2026, 2, 28, 23, 59, 59), None]
        self.assertEqual(self._read(texts(values), "timestamp"), values)
