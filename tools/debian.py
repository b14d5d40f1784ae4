"""Packages from Debian's archive, unpacked privately: no root, and the machine's own apt untouched."""
import hashlib
import os
import shutil
import subprocess

from tools.console import fail, run, step
from tools.paths import CACHE, LOGS

# The Odoo package links fonts and scripts into /usr/share by relative links;
# these packages hold what the links point at. Font Awesome and Inconsolata
# must be the older versions that Odoo's links name, hence Debian 12.
SUITES = {
    "unstable": ["odoo-19", "libjs-jquery", "libjs-jquery-form", "libjs-underscore",
                 "fonts-roboto-unhinted", "fonts-montserrat", "fonts-ocr-b"],
    "bookworm": ["fonts-font-awesome", "fonts-inconsolata"],
}
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def _archive_address():
    """Base address of the Debian archive this machine already uses."""
    wanted = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(LABEL) $(ORIGIN)"]

    def listed():
        lines = subprocess.run(wanted, capture_output=True, text=True, check=True).stdout.splitlines()
        return sorted({line.split()[0] for line in lines if line.split()[1:] == ["Debian", "Debian"]})

    found = listed()
    if not found:  # apt lists only what was fetched once
        if os.geteuid() != 0:
            fail("apt has no package lists yet, so the archive's address is unknown", "sudo apt-get update")
        run(["apt-get", "update"], stdout=subprocess.DEVNULL)
        found = listed()
    if not found:
        fail("apt knows no Debian archive on this machine", "add one to its sources, or set ODOO_SRC")
    return found[0]


def _apt(folder, *arguments, **kwargs):
    """apt-get with a configuration of its own below ``folder``."""
    options = {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Get::List-Cleanup": "0",
        "APT::Sandbox::User": "",
        "Acquire::Retries": "3",
        "Acquire::Languages": "none",
    }
    flags = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]
    return run(["apt-get", "-q", *flags, *arguments], log=LOGS / "apt.log", **kwargs)


def fetch():
    """Download the packages and return the folder that holds them unpacked.

    The folder is complete or absent: it is built beside its place and renamed.
    """
    packages = [name for names in SUITES.values() for name in names]
    key = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:10]
    root = CACHE / f"debian-{key}"
    if root.exists():
        return root
    work = CACHE / "apt"
    shutil.rmtree(work, ignore_errors=True)
    for name in ("lists/partial", "cache/archives/partial", "debs"):
        (work / name).mkdir(parents=True)
    address = _archive_address()
    (work / "sources.list").write_text("".join(
        f"deb [signed-by={KEYRING}] {address} {suite} main\n" for suite in SUITES))
    with step("Fetching Odoo 19 and what it links to from Debian (about 130 MB)"):
        _apt(work, "update")
        for suite, names in SUITES.items():
            _apt(work, "-t", suite, "download", *(f"{name}/{suite}" for name in names), cwd=work / "debs")
    with step("Unpacking Odoo"):
        unpacked = work / "root"
        for deb in sorted((work / "debs").glob("*.deb")):
            run(["dpkg-deb", "-x", deb, unpacked])
        unpacked.rename(root)
    shutil.rmtree(work, ignore_errors=True)
    return root
