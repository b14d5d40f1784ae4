"""Reading the log of Odoo's test runner, and whose fault a failure is."""
import pytest

from tools import upstream
from tools.upstream_log import Failure, Report, classes

HEAD = "2026-01-01 10:00:00,123 4711"
STARTED = f"{HEAD} INFO som odoo.addons.stock.tests.test_move: Starting StockMove.test_in_1 ...\n"
FAILED = f"{HEAD} ERROR som odoo.addons.stock.tests.test_move: FAIL: StockMove.test_in_1\n"
ERROR = f"{HEAD} ERROR som odoo.addons.sale.tests.deep.test_x: ERROR: TestX.test_y\n"
SUBTEST = f"{HEAD} ERROR som odoo.addons.sale.tests.test_x: FAIL: Subtest TestX.test_y (unit='kg')\n"
SET_UP = (f"{HEAD} ERROR som odoo.tests.suite: ERROR: setUpClass "
          "(odoo.addons.sale_stock.tests.test_lead.TestLead)\n")
TOTAL = f"{HEAD} ERROR som odoo.tests.result: 1 failed, 2 error(s) of 994 tests when loading database 'som'\n"


def report_of(*lines):
    report = Report()
    for line in lines:
        report.feed(line)
    return report


def test_tests_are_counted_as_they_start():
    report = Report()
    assert report.feed(STARTED)
    assert not report.feed(FAILED)
    assert report.started == 1


@pytest.mark.parametrize(("line", "failure"), [
    (FAILED, Failure("stock", "StockMove", "test_in_1")),
    (ERROR, Failure("sale", "TestX", "test_y")),
    (SUBTEST, Failure("sale", "TestX", "test_y")),
    (SET_UP, Failure("sale_stock", "TestLead", "setUpClass")),
])
def test_every_kind_of_failure_is_read(line, failure):
    assert report_of(STARTED, line).failures == {failure}


def test_a_test_that_fails_in_several_subtests_is_one_failure():
    assert len(report_of(SUBTEST, SUBTEST.replace("kg", "g"), ERROR).failures) == 1


@pytest.mark.parametrize("line", [
    f"{HEAD} ERROR som odoo.sql_db: bad query: SELECT FAIL: X.y\n",
    f"{HEAD} INFO som odoo.addons.stock.tests.test_move: FAIL: StockMove.test_in_1\n",
    "  File \"x.py\", line 3, in test_in_1\n", "", "\n"])
def test_other_lines_are_no_failures(line):
    assert report_of(line).failures == set()


def test_odoo_s_own_count_comes_at_the_end():
    assert report_of(STARTED).total is None
    assert report_of(STARTED, TOTAL).total == 994


def test_classes_as_tags():
    assert classes({Failure("sale", "B", "x"), Failure("sale", "B", "y"), Failure("sale", "A", "x")}) == [
        "/sale:A", "/sale:B"]


def test_only_what_bare_odoo_passes_is_the_suite_s_fault():
    shared, ours = Failure("sale", "A", "test_1"), Failure("sale", "A", "test_2")
    assert upstream.verdict({shared, ours}, {shared}) == {ours}


def test_a_class_that_bare_odoo_cannot_set_up_excuses_its_tests():
    assert upstream.verdict({Failure("sale", "A", "test_1")}, {Failure("sale", "A", "setUpClass")}) == set()


def test_a_class_that_only_the_suite_cannot_set_up_is_a_fault():
    broken = Failure("sale", "A", "setUpClass")
    assert upstream.verdict({broken}, {Failure("sale", "A", "test_1")}) == {broken}


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """Let a test say what each run of Odoo's tests reports; returns the list of what was run."""
    done = []

    def play(reports, monkeypatch=monkeypatch):
        def run_tests(runtime, tags, log_name, with_suite=True):
            done.append((log_name, tags))
            return reports[log_name]
        monkeypatch.setattr(upstream, "run_tests", run_tests)
        return upstream.run()

    for name in ("ensure_browser", "ensure_pdf"):
        monkeypatch.setattr(upstream, name, lambda **kwargs: None)
    monkeypatch.setattr(upstream.odoo_command, "prepare", lambda: None)
    monkeypatch.setattr(upstream.databases, "drop", lambda runtime, name: None)
    monkeypatch.setattr(upstream, "STATE", tmp_path)
    return play, done


A1, A2, B1 = Failure("sale", "A", "test_1"), Failure("sale", "A", "test_2"), Failure("stock", "B", "test_1")
A_SET_UP = Failure("sale", "A", "setUpClass")


@pytest.mark.parametrize(("main", "native", "again", "status", "closing"), [
    (set(), None, None, 0, ["10 tests, 0 failed with the suite, of which 0 fail on bare Odoo too",
                            "10 passed, 0 failed"]),
    ({B1}, {B1}, None, 0, ["fails on bare Odoo too: /stock:B.test_1",
                           "10 tests, 1 failed with the suite, of which 1 fail on bare Odoo too",
                           "9 passed, 0 failed"]),
    ({A1, B1}, {B1}, set(), 0, ["passed alone: /sale:A.test_1", "fails on bare Odoo too: /stock:B.test_1",
                                "10 tests, 1 failed with the suite, of which 1 fail on bare Odoo too",
                                "9 passed, 0 failed"]),
    ({A1, A2, B1}, {B1}, {A1}, 1, ["FAILED: /sale:A.test_1", "passed alone: /sale:A.test_2",
                                   "fails on bare Odoo too: /stock:B.test_1",
                                   "10 tests, 2 failed with the suite, of which 1 fail on bare Odoo too",
                                   "8 passed, 1 failed"]),
    ({A1}, set(), {A_SET_UP}, 1, ["FAILED: /sale:A.test_1",
                                  "10 tests, 1 failed with the suite, of which 0 fail on bare Odoo too",
                                  "9 passed, 1 failed"]),
])
def test_the_whole_command(runs, capsys, main, native, again, status, closing):
    play, done = runs
    reports = {"upstream": Report(10, 10, main), "upstream-native": Report(2, 2, native),
               "upstream-again": Report(1, 1, again)}
    assert play(reports) == status
    assert capsys.readouterr().out.splitlines() == closing
    assert len(done) == 1 + (native is not None) + (again is not None)
