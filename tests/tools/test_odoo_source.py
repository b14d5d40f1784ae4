"""An Odoo of one's own: found, and refused with a reason where it does not fit."""
import pytest

from tools import odoo_source
from tools.console import CommandError


def tree(root, version_info, folders=("addons", "odoo/addons")):
    for folder in ("odoo", *folders):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "odoo" / "release.py").write_text(
        f"RELEASE_LEVELS = [ALPHA, FINAL] = ['alpha', 'final']\nversion_info = {version_info}\n")
    return root


def test_the_version_is_read_without_importing(tmp_path):
    tree(tmp_path, "(19, 0, 0, FINAL, 0, '')")
    assert odoo_source._version(tmp_path / "odoo") == "19.0.0"


def test_a_release_without_version_is_unknown(tmp_path):
    (tmp_path / "release.py").write_text("x = 1\n")
    assert odoo_source._version(tmp_path) == "unknown"


def test_a_checkout_is_taken(tmp_path, monkeypatch):
    tree(tmp_path, "(19, 0, 0, FINAL, 0, '')")
    monkeypatch.setenv("ODOO_SRC", str(tmp_path))
    found = odoo_source.locate()
    assert found.root == tmp_path
    assert found.addons_path == (tmp_path / "addons", tmp_path / "odoo" / "addons")
    assert found.addons_with_suite.split(",")[-1].endswith("addons")
    assert len(found.addons_with_suite.split(",")) == 3


def test_a_checkout_may_lack_one_of_the_two_folders(tmp_path):
    tree(tmp_path, "(19, 0, 0, FINAL, 0, '')", folders=("odoo/addons",))
    assert odoo_source._given(tmp_path).addons_path == (tmp_path / "odoo" / "addons",)


def test_another_version_is_refused(tmp_path):
    tree(tmp_path, "(18, 0, 0, FINAL, 0, '')")
    with pytest.raises(CommandError) as caught:
        odoo_source._given(tmp_path)
    assert "is Odoo 18.0.0; the suite is for 19" in caught.value.message


def test_a_folder_that_is_no_odoo_is_refused(tmp_path):
    with pytest.raises(CommandError) as caught:
        odoo_source._given(tmp_path)
    assert "is not an Odoo source tree" in caught.value.message
    assert "point it at" in caught.value.message
