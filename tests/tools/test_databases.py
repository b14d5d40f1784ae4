"""Names of databases, and what makes a template outdated."""
import pytest

from tools import databases
from tools.console import CommandError


@pytest.mark.parametrize("name", ["a", "som_test", "trial2", "x" * 51])
def test_good_names(name):
    databases.check_name(name)


@pytest.mark.parametrize("name", ["Trial", "2nd", "_x", "a-b", "a b", 'a"; DROP', "x" * 52, "ä", "a\n"])
def test_bad_names_are_named_with_a_remedy(name):
    with pytest.raises(CommandError) as caught:
        databases.check_name(name, "make serve DB=trial")
    assert repr(name) in caught.value.message
    assert "make serve DB=trial" in caught.value.message
    assert caught.value.code == 1


@pytest.mark.parametrize("name", ["", None])
def test_a_missing_name_is_no_riddle(name):
    with pytest.raises(CommandError, match="1") as caught:
        databases.check_name(name)
    assert "no database was named" in caught.value.message


@pytest.fixture
def addon(tmp_path, monkeypatch):
    folder = tmp_path / "som_x"
    (folder / "models").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "__manifest__.py").write_text("{}")
    (folder / "models" / "order.py").write_text("a = 1")
    monkeypatch.setattr(databases, "ADDONS", tmp_path)
    return folder


def test_the_digest_changes_with_content(addon):
    before = databases._suite_digest()
    (addon / "models" / "order.py").write_text("a = 2")
    assert databases._suite_digest() != before


def test_the_digest_changes_with_a_file_s_name(addon):
    before = databases._suite_digest()
    (addon / "models" / "order.py").rename(addon / "models" / "sale.py")
    assert databases._suite_digest() != before


def test_tests_and_bytecode_rebuild_nothing(addon):
    before = databases._suite_digest()
    (addon / "tests" / "test_x.py").write_text("assert True")
    (addon / "__pycache__").mkdir()
    (addon / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert databases._suite_digest() == before


def test_digest_parts_do_not_run_together():
    assert databases._digest("ab", "c") != databases._digest("a", "bc")


class FakeRuntime:
    python = "unused"


def answering(monkeypatch, *answers):
    """Make the server give these answers, in order; return the list of statements it was asked."""
    asked = []
    remaining = list(answers)

    def sql(runtime, statement, database="postgres"):
        asked.append(statement)
        return remaining.pop(0) if remaining else []

    monkeypatch.setattr(databases, "sql", sql)
    return asked


def test_a_missing_database_is_said_with_the_ones_there_are(monkeypatch):
    answering(monkeypatch, [], [["som_demo"], ["trial"]])
    with pytest.raises(CommandError) as caught:
        databases.require(FakeRuntime(), "other")
    assert "no database other" in caught.value.message
    assert "som_demo, trial" in caught.value.message
    assert "make db NAME=other" in caught.value.message


def test_a_database_that_is_there_passes(monkeypatch):
    answering(monkeypatch, [["1"]])
    databases.require(FakeRuntime(), "trial")


def test_an_outdated_template_goes_once_its_successor_is_ready(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "DATA_DIR", tmp_path)
    built, dropped = [], []
    monkeypatch.setattr(databases, "_build", lambda runtime, name, **build: built.append(name))
    monkeypatch.setattr(databases, "drop", lambda runtime, name: dropped.append(name))
    monkeypatch.setattr(databases, "PREFIX", "tpl_mine")
    answering(monkeypatch, [], [["tpl_mine_suite_0123456789"], ["tpl_mine_suite_0123456789_wip"],
                                ["tpl_mine_suite_demo_0123456789"], ["tpl_mine_suite_abcdefabcd"],
                                ["tpl_mine_native_0123456789"], ["tpl_other_suite_0123456789"]])
    assert databases._template(FakeRuntime(), "suite", "abcdefabcd") == "tpl_mine_suite_abcdefabcd"
    assert built == ["tpl_mine_suite_abcdefabcd"]
    assert dropped == ["tpl_mine_suite_0123456789", "tpl_mine_suite_0123456789_wip"]


def test_a_template_that_is_there_is_not_built_again(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "DATA_DIR", tmp_path)
    monkeypatch.setattr(databases, "_build", lambda *args, **kwargs: pytest.fail("built"))
    monkeypatch.setattr(databases, "PREFIX", "tpl_mine")
    answering(monkeypatch, [["1"]])
    assert databases._template(FakeRuntime(), "native", "abcdefabcd") == "tpl_mine_native_abcdefabcd"


def test_without_addons_the_suite_s_template_is_native_odoo(monkeypatch):
    monkeypatch.setattr(databases, "suite_addons", list)
    monkeypatch.setattr(databases, "native_template", lambda runtime, demo, apps: f"native-{demo}-{apps}")
    assert databases.suite_template(FakeRuntime(), demo=True) == "native-True-False"
