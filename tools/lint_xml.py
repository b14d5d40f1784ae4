"""XML of the addons, checked with lxml (this one runs in Odoo's environment, as a command of its own).

Every XML file must be well-formed; the ones a manifest loads must fit the
grammar Odoo itself loads them by.
"""
import sys
from pathlib import Path

from lxml import etree

from tools.lint_files import manifests, project_files
from tools.paths import ROOT


def findings(grammar):
    schema = etree.RelaxNG(etree.parse(grammar))
    loaded = {addon / name for addon, manifest in manifests()
              for key in ("data", "demo") for name in manifest.get(key, ())}
    for path in project_files():
        if path.suffix not in (".xml", ".svg"):
            continue
        shown = path.relative_to(ROOT)
        try:
            document = etree.parse(path)
        except etree.XMLSyntaxError as error:
            yield f"{shown}:{error.lineno}: {error.msg}"
            continue
        if path in loaded and not schema.validate(document):
            yield from (f"{shown}:{error.line}: {error.message}" for error in schema.error_log)


if __name__ == "__main__":
    found = list(findings(Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(bool(found))
