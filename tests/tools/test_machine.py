"""What a machine must have, said before work starts."""
import pytest

from tools import machine
from tools.console import CommandError


@pytest.mark.parametrize("version", [(3, 9), (3, 14), (2, 7)])
def test_a_python_that_does_not_fit(monkeypatch, version):
    monkeypatch.setattr(machine.sys, "version_info", (*version, 0))
    with pytest.raises(CommandError) as caught:
        machine.check_python()
    assert "it needs 3.10 to 3.13" in caught.value.message
    assert "PYTHON=" in caught.value.message


@pytest.mark.parametrize("version", [(3, 10), (3, 13)])
def test_a_python_that_fits(monkeypatch, version):
    monkeypatch.setattr(machine.sys, "version_info", (*version, 0))
    machine.check_python()


def test_another_system_is_told_what_to_use_instead(monkeypatch):
    monkeypatch.delenv("ODOO_SRC", raising=False)
    monkeypatch.setattr(machine, "is_debian", lambda: False)
    with pytest.raises(CommandError) as caught:
        machine.check_system()
    assert "ODOO_SRC" in caught.value.message
    assert "docker compose" in caught.value.message


def test_another_system_with_its_own_odoo_is_fine(monkeypatch):
    monkeypatch.setenv("ODOO_SRC", "/anywhere")
    monkeypatch.setattr(machine, "is_debian", lambda: False)
    machine.check_system()


def test_without_root_the_command_to_type_is_printed(monkeypatch, capsys):
    monkeypatch.setattr(machine, "is_root", lambda: False)
    with pytest.raises(CommandError) as caught:
        machine.apt_install(["chromium"], "browser tests run in it")
    assert "sudo apt-get install -y --no-install-recommends chromium" in caught.value.message
    assert not machine.apt_install(["wkhtmltopdf"], "prints", required=False)
    assert "sudo apt-get install" in capsys.readouterr().err


def test_a_missing_browser_is_an_error_only_where_it_is_needed(monkeypatch):
    monkeypatch.setattr(machine, "is_root", lambda: False)
    monkeypatch.setattr(machine.shutil, "which", lambda name: None)
    machine.ensure_browser(required=False)
    with pytest.raises(CommandError, match="1"):
        machine.ensure_browser(required=True)
