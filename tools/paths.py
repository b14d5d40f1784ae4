"""Where things live: the checkout, its private state, and the cache all checkouts share."""
import ast
import contextlib
import fcntl
import os
from pathlib import Path

from tools.console import say

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
CONFIG = ROOT / "config"
STATE = ROOT / ".som"
LOGS = STATE / "log"
DATA_DIR = STATE / "odoo"
BUILD = ROOT / "build"
CACHE = Path(os.environ.get("SOM_CACHE")
             or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "som-odoo19")


def suite_addons():
    """Names of the addons of this checkout, sorted."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def glue_addons():
    """Those of them that Odoo installs by itself beside an optional app, sorted."""
    return [name for name in suite_addons()
            if ast.literal_eval((ADDONS / name / "__manifest__.py").read_text() or "{}").get("auto_install")]


@contextlib.contextmanager
def locked(folder, other="another command that holds it"):
    """Hold a folder for this process, so that two commands or checkouts do not fill it at once.

    :param str other: whom we wait for, as said to the person at the terminal
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for {other} ({folder})")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
