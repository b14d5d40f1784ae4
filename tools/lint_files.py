"""What `make lint` checks with nothing but Python: manifests' file lists, stray paths and addresses, length."""
import ast
import re
import subprocess

from tools.console import fail
from tools.paths import ADDONS, ROOT

LONG = 300  # lines; a longer Python file is probably two ideas
# Folders of an addon whose XML and CSV files Odoo loads, and the manifest's key that lists them.
LOADED = {"data": "data", "report": "data", "reports": "data", "security": "data", "views": "data",
          "wizards": "data", "demo": "demo"}
BINARY = {".gif", ".ico", ".jpg", ".jpeg", ".odt", ".ods", ".pdf", ".png", ".woff", ".woff2", ".xls", ".xlsx", ".zip"}
# A folder of somebody's own machine, at the start of a path.
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:work|root|home)/")
ADDRESS = re.compile(r"\b(?:https?|ftp)://([\w.-]+)([\w./~-]*)")
DOWNLOAD = re.compile(r"\.(?:deb|exe|gz|iso|rpm|sh|tgz|whl|xz|zip)$")
# Hosts that a text may name: this machine and its containers (no dot), reserved examples, XML namespaces,
# licences, Odoo's own projects.
NAMED_HOSTS = re.compile(r"(?:[\w-]+|127\.0\.0\.1|(?:[\w-]+\.)*example(?:\.(?:com|net|org))?|www\.w3\.org"
                         r"|(?:www\.)?gnu\.org|(?:www\.)?odoo\.com|schemas\.(?:openxmlformats|microsoft)\.(?:org|com))")
NAMED_PROJECTS = re.compile(r"/(?:odoo|OCA)(?:/|$)")


def project_files():
    """Files of the project: what git knows or would add, or everything where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True,
                            check=False)
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        hidden = {".som", ".git", "build", "__pycache__"}
        found = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def _texts():
    """(path relative to the project, text) of every file that is text."""
    for path in project_files():
        if path.suffix not in BINARY:
            yield path.relative_to(ROOT), path.read_text(errors="replace")


def manifests():
    """(addon's folder, manifest) of every addon."""
    for path in sorted(ADDONS.glob("*/__manifest__.py")):
        try:
            yield path.parent, ast.literal_eval(path.read_text())
        except (SyntaxError, ValueError) as error:
            fail(f"{path.relative_to(ADDONS)} is no manifest: {error}", "it holds one dictionary of plain values")


def check_manifests():
    """Every file a manifest names exists, and every data file of an addon is named."""
    found = []
    for addon, manifest in manifests():
        for key in ("data", "demo"):
            found += [f"{addon.name}/__manifest__.py: {key!r} names {name}, which does not exist"
                      for name in manifest.get(key, ()) if not (addon / name).is_file()]
        for folder, key in LOADED.items():
            listed = set(manifest.get("data", ())) | set(manifest.get("demo", ()))
            for path in sorted((addon / folder).rglob("*")):
                name = str(path.relative_to(addon))
                if path.suffix in (".xml", ".csv") and name not in listed:
                    found.append(f"{addon.name}/{name}: not listed under {key!r} in the manifest, so never loaded")
    return found


def stray(text):
    """Machine paths and addresses in a text that belong to no reader of it."""
    found = [f"path of one machine: {line.strip()[:100]}" for line in text.splitlines() if MACHINE_PATH.search(line)]
    for match in ADDRESS.finditer(text):
        host, path = match.groups()
        if DOWNLOAD.search(path) or not (NAMED_HOSTS.fullmatch(host)
                                         or host == "github.com" and NAMED_PROJECTS.match(path)):
            found.append(f"address: {match.group()[:100]}")
    return found


def check_strays():
    """No path of one machine and no download address in any file."""
    return [f"{path}: {finding}" for path, text in _texts()
            if not path.name.upper().startswith(("LICENSE", "COPYING")) for finding in stray(text)]


def long_files():
    """Python files that are probably two ideas (warnings)."""
    counted = ((path, len(text.splitlines())) for path, text in _texts() if path.suffix == ".py")
    return [f"{path}: {lines} lines, over {LONG}" for path, lines in counted if lines > LONG]
