"""Where Odoo's source is, and which folders of it are addons paths."""
import ast
import os
from dataclasses import dataclass
from pathlib import Path

from tools import debian
from tools.console import fail
from tools.paths import ADDONS, CACHE, locked

# Named by the backend's asset bundle, stripped from Debian's package: every
# browser test fails on its absence, an empty file is enough.
STRIPPED = "addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooSource:
    """An Odoo on disk: ``root`` is importable, ``addons_path`` does not hold the suite's own."""

    root: Path
    addons_path: tuple
    version: str

    @property
    def addons_with_suite(self):
        return ",".join(map(str, (*self.addons_path, ADDONS)))


def _version(package):
    """The ``version_info`` tuple of an Odoo package, read without importing it."""
    tree = ast.parse((package / "release.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "version_info":
            return ".".join(str(getattr(item, "value", "")) for item in node.value.elts[:3])
    return "unknown"


def _given(folder):
    root = Path(folder).expanduser().resolve()
    if not (root / "odoo" / "release.py").exists():
        fail(f"ODOO_SRC={folder} is not an Odoo source tree (no odoo/release.py)",
             "point it at the folder that holds `odoo/` and `addons/`")
    version = _version(root / "odoo")
    if not version.startswith("19."):
        fail(f"ODOO_SRC={folder} is Odoo {version}; the suite is for 19", "check out its branch 19.0")
    paths = [path for path in (root / "addons", root / "odoo" / "addons") if path.is_dir()]
    return OdooSource(root, tuple(paths), version)


def _fetched():
    with locked(CACHE):
        root = debian.fetch() / "usr/lib/python3/dist-packages"
        stripped = root / "odoo" / STRIPPED
        if not stripped.exists():
            stripped.parent.mkdir(parents=True, exist_ok=True)
            stripped.touch()
    # dist-packages/addons is a partial duplicate: only odoo/addons counts
    return OdooSource(root, (root / "odoo" / "addons",), _version(root / "odoo"))


def locate():
    """The Odoo to use: ``ODOO_SRC`` where given, Debian's package otherwise."""
    given = os.environ.get("ODOO_SRC")
    return _given(given) if given else _fetched()
