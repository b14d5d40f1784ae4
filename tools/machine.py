"""Is this a machine the set-up works on, and what does it lack?"""
import os
import platform
import shutil
import subprocess
import sys

from tools.console import fail, run, say, step

SUPPORTED = ((3, 10), (3, 13))


def is_root():
    return os.geteuid() == 0


def is_debian():
    """Whether apt and dpkg can fetch Debian's packages here (derivatives keep other archives)."""
    try:
        release = platform.freedesktop_os_release()
    except (OSError, AttributeError):
        return False
    return release.get("ID") == "debian" and bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def check_python():
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        fail(f"Python {platform.python_version()} cannot run Odoo 19; it needs 3.10 to 3.13",
             "name another one: make … PYTHON=python3.12")


def check_system():
    """Stop at once where Odoo cannot be fetched and none was given."""
    check_python()
    if os.environ.get("ODOO_SRC") or is_debian():
        return
    fail(f"{platform.system()} here is not Debian, so Odoo cannot be fetched from Debian's archive",
         "either point ODOO_SRC at a checkout of Odoo 19, or use Docker: docker compose -f docker/compose.yaml up")


def apt_install(packages, purpose, required=True):
    """Install Debian packages where we are root; elsewhere say exactly what to install."""
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if is_root() and shutil.which("apt-get"):
        with step(f"Installing {', '.join(packages)} ({purpose})"):
            env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            quiet = {"stdout": subprocess.DEVNULL, "env": env}
            if subprocess.run(command.split(), check=False, stderr=subprocess.DEVNULL, **quiet).returncode:
                run(["apt-get", "update"], **quiet)
                run(command.split(), **quiet)
        return True
    message = f"{', '.join(packages)} missing: {purpose}"
    if required:
        fail(message, f"sudo {command}")
    say(f"{message}. To have it: sudo {command}")
    return False


def browser():
    """Path of a Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, ("google-chrome", "chromium", "chromium-browser"))), None)


def ensure_browser(required):
    """Chromium for the browser tests."""
    if not browser():
        apt_install(["chromium"], "browser tests run in it", required)


def ensure_pdf():
    """wkhtmltopdf prints Odoo's PDF reports."""
    if not shutil.which("wkhtmltopdf"):
        apt_install(["wkhtmltopdf"], "prints invoices and delivery slips as PDF", required=False)
