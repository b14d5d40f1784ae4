"""make i18n [ONLY=addon]: the translation templates, and the translations brought up to date with them.

The terms come from a database with every addon installed, by Odoo's own
export. A file is only written if its terms have changed.
"""
import argparse
import subprocess

from tools import databases, odoo_command, shell
from tools.console import fail, main, say
from tools.paths import ADDONS, suite_addons

DATABASE = "som_i18n"


def export(env, addons, folder):
    """Write ``i18n/<addon>.pot`` of some addons, and bring their ``.po`` files up to date; runs inside Odoo.

    :param folder: the folder the addons stand in
    """
    import io

    import polib

    from odoo.tools.translate import trans_export
    for addon in addons:
        with io.BytesIO() as buffer:
            trans_export(None, [addon], buffer, "po", env)
            template = polib.pofile(buffer.getvalue().decode())
        target = folder / addon / "i18n" / f"{addon}.pot"
        target.parent.mkdir(exist_ok=True)
        changed = not target.exists() or _content(polib.pofile(str(target))) != _content(template)
        if changed:
            template.save(str(target))
        print(f"» {addon}: {len(template)} terms, {'written' if changed else 'nothing new'}", flush=True)
        for path in sorted(target.parent.glob("*.po")):
            language = polib.pofile(str(path))
            before = _content(language)
            language.merge(template)
            for gone in language.obsolete_entries():
                language.remove(gone)
            if _content(language) != before:
                language.save()
            missing = len(language.untranslated_entries())
            print(f"»   {path.name}: {f'{missing} terms without a translation' if missing else 'complete'}", flush=True)


def _content(file):
    """What counts in a file: its terms and where they stand, not when it was made."""
    return [(entry.msgid, entry.msgstr, entry.comment, sorted(entry.occurrences))
            for entry in file if not entry.obsolete]


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="")
    only = parser.parse_args().only
    addons = [only] if only else suite_addons()
    if only and only not in suite_addons():
        fail(f"there is no addon {only}", f"there are: {', '.join(suite_addons())}")
    runtime = odoo_command.prepare()
    databases.clone(runtime, databases.suite_template(runtime, apps=True), DATABASE)
    say("Exporting terms")
    script = f"from pathlib import Path\nfrom tools import i18n\ni18n.export(env, {addons!r}, Path({str(ADDONS)!r}))\n"
    try:
        return subprocess.run(
            shell.command(runtime, DATABASE), input=script, text=True,
            check=False, env=runtime.environment(), cwd=ADDONS.parent).returncode
    finally:
        databases.drop(runtime, DATABASE)


if __name__ == "__main__":
    main(run)
