"""What `make lint` finds in files, and what it lets pass."""
import pytest

from tools import lint, lint_files
from tools.console import CommandError

SCHEME = "https" + "://"  # in pieces, or this file would be a finding itself


@pytest.mark.parametrize("text", [
    "cd /" + "root/x", "DATA=/" + "work/main", "'/" + "home/me/x'", "see:/" + "home/me",
    SCHEME + "pypi.org/simple", SCHEME + "deb.debian.org/debian", SCHEME + "nightly.odoo.com/19.0/odoo.deb",
    SCHEME + "github.com/somebody/x", SCHEME + "github.com/odoo/odoo/archive/19.0.zip", "ftp" + "://a.b/c",
])
def test_strays_are_found(text):
    assert len(lint_files.stray(f"first line\n{text}\n")) == 1


@pytest.mark.parametrize("text", [
    "/var/www/html", "~/work/x", "$HOME/work/", "addons/homework/x", "portal/home/x", "/my/home/",
    "http" + "://127.0.0.1:8069/web", SCHEME + "shop.example.com/x", "http" + "://www.w3.org/2000/svg",
    SCHEME + "github.com/odoo/odoo", SCHEME + "github.com/OCA/queue", SCHEME + "www.odoo.com/documentation",
    SCHEME + "www.gnu.org/licenses/lgpl-3.0.html", "http" + "://localhost:8069", "http" + "://odoo_pages",
])
def test_what_a_reader_may_need_passes(text):
    assert lint_files.stray(text) == []


@pytest.fixture
def addon(tmp_path, monkeypatch):
    folder = tmp_path / "som_x"
    for name in ("views", "demo", "static"):
        (folder / name).mkdir(parents=True)
    (folder / "views" / "order.xml").write_text("<odoo/>")
    (folder / "demo" / "order.csv").write_text("id")
    (folder / "static" / "x.xml").write_text("<templates/>")
    monkeypatch.setattr(lint_files, "ADDONS", tmp_path)
    return folder


def manifest(addon, **keys):
    (addon / "__manifest__.py").write_text(repr(keys))


def test_a_complete_manifest_passes(addon):
    manifest(addon, data=["views/order.xml"], demo=["demo/order.csv"])
    assert lint_files.check_manifests() == []


def test_a_file_nobody_lists(addon):
    manifest(addon, data=["views/order.xml"])
    assert lint_files.check_manifests() == [
        "som_x/demo/order.csv: not listed under 'demo' in the manifest, so never loaded"]


def test_a_listed_file_that_is_not_there(addon):
    manifest(addon, data=["views/order.xml", "views/gone.xml"], demo=["demo/order.csv"])
    assert lint_files.check_manifests() == [
        "som_x/__manifest__.py: 'data' names views/gone.xml, which does not exist"]


@pytest.mark.parametrize("text", ["{'name': x}", "{"])
def test_a_manifest_that_cannot_be_read(addon, text):
    (addon / "__manifest__.py").write_text(text)
    with pytest.raises(CommandError) as caught:
        lint_files.check_manifests()
    assert "som_x/__manifest__.py is no manifest" in caught.value.message


def test_long_python_files_are_named(tmp_path, monkeypatch):
    (tmp_path / "long.py").write_text("a = 1\n" * 301)
    (tmp_path / "short.py").write_text("a = 1\n" * 300)
    (tmp_path / "long.txt").write_text("a\n" * 400)
    monkeypatch.setattr(lint_files, "ROOT", tmp_path)
    monkeypatch.setattr(lint_files, "project_files", lambda: sorted(tmp_path.iterdir()))
    assert lint_files.long_files() == ["long.py: 301 lines, over 300"]


def test_the_project_s_files_are_git_s(tmp_path, monkeypatch):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "x.py").touch()
    (tmp_path / "x.py").touch()
    monkeypatch.setattr(lint_files, "ROOT", tmp_path)
    assert lint_files.project_files() == [tmp_path / "x.py"]  # no git here: what it would ignore is left out


@pytest.mark.parametrize(("findings", "passes"), [([], True), (["x.py:1: wrong"], False)])
def test_one_finding_fails_the_command(monkeypatch, capsys, findings, passes):
    monkeypatch.setattr(lint, "CHECKS", {"a check": lambda _: findings})
    monkeypatch.setattr(lint.machine, "check_system", lambda: None)
    monkeypatch.setattr(lint.odoo_source, "locate", lambda: None)
    monkeypatch.setattr(lint.python_env, "ensure", lambda source: None)
    monkeypatch.setattr(lint_files, "long_files", lambda: ["long.py: 301 lines, over 300"])
    if passes:
        lint.run()
    else:
        with pytest.raises(CommandError):
            lint.run()
    printed = capsys.readouterr().out
    assert "warning: long.py" in printed
    assert all(finding in printed for finding in findings)


def test_a_program_that_fails_silently_is_a_finding():
    assert lint._output("false") == ["ended with status 1"]
    assert lint._output("true") == []
