"""make test [ONLY=path or expression]: the suite's tests, on an empty database, with demo data and with optional apps.

Tests live in ``addons/*/tests`` and in ``tests/``. All run on a clone of the
suite's template; classes tagged ``som_demo`` run once more on a clone that has
Odoo's demonstration data, those tagged ``som_apps`` on one that has the
optional apps (mrp, purchase, …). Tests of glue addons run on the last alone.
"""
import argparse
import json
import subprocess
import time

from tools import databases, odoo_command
from tools.console import fail, main, say
from tools.machine import ensure_browser, ensure_pdf
from tools.paths import ADDONS, BUILD, CONFIG, ROOT, STATE, locked

DATABASE = "som_test"
DEMO_DATABASE = "som_test_demo"
APPS_DATABASE = "som_test_apps"
#: database → what its template has, and the marker of the tests that run on it
RUNS = {
    DATABASE: ({}, "not som_glue"),
    DEMO_DATABASE: ({"demo": True}, "som_demo and not som_glue"),
    APPS_DATABASE: ({"apps": True}, "som_apps"),
}
NOTHING_COLLECTED = 5  # pytest's exit status
FOLDERS = [name for name in ("addons", "tests") if (ROOT / name).is_dir()]


def selection(only):
    """pytest's arguments for what the user asked for.

    :param only: empty, an addon's name, a path (``::`` and what follows may be part of it), or an expression
        as pytest's ``-k`` takes it
    :raises CommandError: for something that looks like a path and is none
    """
    if not only:
        return FOLDERS
    path, separator, rest = only.partition("::")
    if (ADDONS / path / "__manifest__.py").is_file():
        path = f"addons/{path}"
    if (ROOT / path).exists():
        return [path + separator + rest]
    if "/" in path or path.endswith(".py"):
        fail(f"there is no {path} in {ROOT}", "name an addon, a path below it, or an expression: make test ONLY=intake")
    return ["-k", only, *FOLDERS]


def arguments(runtime, database, only):
    """The command line of one run."""
    options = [option.removeprefix("--") for option in runtime.options() if not option.startswith("--config=")]
    extra = [f"--odoo-extra={option}" for option in (*options, f"db-filter=^{database}$")]
    return [
        str(runtime.python), "-m", "pytest", "--odoo-http", f"--odoo-database={database}",
        f"--odoo-config={CONFIG / 'odoo.development.conf'}", *extra,
        "-m", RUNS[database][1], *selection(only),
    ]


def closing_line(counts, seconds):
    """pytest's own closing line, for both runs together."""
    names = ("failed", "passed", "skipped", "xfailed", "xpassed", "error")
    shown = [f"{counts[name]} {name}" for name in names if counts.get(name)]
    if counts.get("error", 0) > 1:
        shown[-1] += "s"
    return f" {', '.join(shown) or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


def _run(runtime, database, only, counts):
    """One run of pytest; its counts are added to ``counts``, its exit status is returned."""
    has = RUNS[database][0]
    databases.clone(runtime, databases.suite_template(runtime, **has), database)
    say(f"Testing on {database} ({'with ' + ', '.join(has) if has else 'empty'})")
    result = BUILD / f"test-{database}.json"
    BUILD.mkdir(exist_ok=True)
    result.unlink(missing_ok=True)
    environment = {**runtime.environment(), "SOM_TEST_COUNTS": str(result)}
    status = subprocess.run(arguments(runtime, database, only), env=environment, cwd=ROOT, check=False).returncode
    if result.exists():
        for name, count in json.loads(result.read_text()).items():
            counts[name] = counts.get(name, 0) + count
    return status


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="")
    only = parser.parse_args().only
    selection(only)  # a wrong path is said before anything is installed
    ensure_browser(required=True)
    ensure_pdf()
    runtime = odoo_command.prepare()
    started = time.monotonic()
    counts = {}
    with locked(STATE / "test", "another test run in this checkout"):
        statuses = [_run(runtime, database, only, counts) for database in RUNS]
    if only and counts.get("passed"):
        # a selection need not touch all databases
        statuses = [status for status in statuses if status != NOTHING_COLLECTED]
    if NOTHING_COLLECTED in statuses:
        say("✗ no test was found" + (f" for {only}" if only else " for one of the databases"))
    print(closing_line(counts, time.monotonic() - started), flush=True)
    return int(any(statuses))


if __name__ == "__main__":
    main(run)
