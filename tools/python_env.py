"""A virtual environment with Odoo's pinned requirements, shared by all checkouts."""
import hashlib
import shutil
import subprocess
import sys

from tools import odoo_source
from tools.console import run, step
from tools.machine import apt_install
from tools.paths import CACHE, CONFIG, LOGS, locked

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def _ensure_venv_module():
    probe = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    if probe.returncode:
        apt_install(["python3-venv"], "Python packages go into a virtual environment")


def ensure(source=None):
    """Path of the environment's Python, built on first use.

    :param OdooSource source: made importable in the environment through a ``.pth`` file
    """
    source = source or odoo_source.locate()
    wanted = "".join((CONFIG / name).read_text() for name in REQUIREMENTS) + str(source.root) + sys.version
    key = hashlib.sha256(wanted.encode()).hexdigest()[:10]
    folder = CACHE / f"venv-{sys.version_info[0]}.{sys.version_info[1]}-{key}"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if ready.exists():
        return python
    with locked(CACHE):
        if ready.exists():
            return python
        _ensure_venv_module()
        shutil.rmtree(folder, ignore_errors=True)
        with step("Installing Odoo's Python requirements"):
            run([sys.executable, "-m", "venv", folder])
            files = [part for name in REQUIREMENTS for part in ("-r", CONFIG / name)]
            run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *files],
                log=LOGS / "pip.log")
        packages = next((folder / "lib").glob("python3.*/site-packages"))
        (packages / "odoo-source.pth").write_text(f"{source.root}\n")
        ready.touch()
    return python
