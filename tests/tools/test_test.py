"""What `make test` selects and reports."""
from pathlib import Path

import pytest

import conftest
from tools import test as command
from tools.console import CommandError
from tools.odoo_command import Runtime
from tools.odoo_source import OdooSource


def test_everything_by_default():
    assert command.selection("") == command.FOLDERS


def test_a_path_with_a_test_s_name():
    assert command.selection("tests/test_installed.py::TestInstalled") == ["tests/test_installed.py::TestInstalled"]


def test_an_addon_s_name(monkeypatch, tmp_path):
    (tmp_path / "addons" / "som_x").mkdir(parents=True)
    (tmp_path / "addons" / "som_x" / "__manifest__.py").touch()
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "ADDONS", tmp_path / "addons")
    assert command.selection("som_x") == ["addons/som_x"]


def test_anything_else_is_an_expression():
    assert command.selection("intake and not csv") == ["-k", "intake and not csv", *command.FOLDERS]


@pytest.mark.parametrize("only", ["tests/nope.py", "nope.py::TestX", "addons/nope"])
def test_a_path_that_is_none_is_refused(only):
    with pytest.raises(CommandError) as caught:
        command.selection(only)
    assert only.partition("::")[0] in caught.value.message


def test_the_command_line():
    source = OdooSource(Path("/o"), (Path("/o/addons"),), "19.0.0")
    runtime = Runtime(Path("/v/python"), source, {"host": "h", "port": "1", "user": "u", "password": "p"})
    line = command.arguments(runtime, "som_test_demo", "")
    assert line[:3] == ["/v/python", "-m", "pytest"]
    assert "--odoo-http" in line
    assert "--odoo-extra=db_password=p" in line
    assert line[line.index("som_demo and not som_glue") - 1] == "-m"
    assert "not som_glue" in command.arguments(runtime, "som_test", "")
    assert "som_apps" in command.arguments(runtime, "som_test_apps", "")


def test_both_runs_end_in_one_line():
    line = command.closing_line({"passed": 3, "failed": 1, "deselected": 9, "warnings": 2}, 1.5)
    assert line.strip("= ") == "1 failed, 3 passed in 1.50s"
    assert "1 passed, 1 error in" in command.closing_line({"error": 1, "passed": 1}, 0)
    assert "1 passed, 2 errors in" in command.closing_line({"error": 2, "passed": 1}, 0)
    assert "no tests ran" in command.closing_line({}, 0)


class Item:
    cls = None


@pytest.mark.parametrize(("reason", "expected"), [
    ("Skipped: Chrome executable not found", True),
    ("Failed to detect chrome devtools port after 10.0s.", True),
    ("websocket-client module is not installed", True),
    ("needs mrp", False),
])
def test_a_skip_that_hides_a_missing_browser(reason, expected):
    assert conftest.must_run(Item(), reason) is expected


def test_no_http_test_may_be_skipped_on_ci():
    from odoo.tests import HttpCase
    item = Item()
    item.cls = type("TestPage", (HttpCase,), {})
    assert conftest.must_run(item, "whatever")


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), ("", False), ("false", False)])
def test_what_counts_as_ci(monkeypatch, value, expected):
    monkeypatch.setenv("CI", value)
    assert conftest._on_ci() is expected
