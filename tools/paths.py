"""Where things live: the checkout, its private state, and the cache all checkouts share."""
import contextlib
import fcntl
import os
from pathlib import Path

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


@contextlib.contextmanager
def locked(folder):
    """Hold a folder for this process, so that two checkouts do not fill it at once."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
