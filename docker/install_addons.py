"""First start of the container: install what is not installed yet into the database; later starts change nothing.

Glue addons (``auto_install``) are left out: Odoo installs them beside what they glue.
"""
import ast
import os
from pathlib import Path

ADDONS = Path(__file__).resolve().parent / "addons"


def wanted(folder):
    """Names of the addons to install."""
    for manifest in sorted(folder.glob("*/__manifest__.py")):
        if not ast.literal_eval(manifest.read_text()).get("auto_install"):
            yield manifest.parent.name


if __name__ == "__main__":
    # the image's entry point adds the database server's address and password
    command = ["/entrypoint.sh", "odoo", f"--addons-path={ADDONS}", "--stop-after-init", "--no-http", "--workers=0",
               "--init", ",".join(wanted(ADDONS))]
    os.execv(command[0], command)  # noqa: S606 (a list, no shell)
