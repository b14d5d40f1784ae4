"""make test [ONLY=path or expression]: the suite's tests, on an empty database, with demo data and with optional apps.

Tests live in ``addons/*/tests`` and in ``tests/``. All run on a clone of the
suite's template; classes tagged ``som_demo`` run once more on a clone that has
Odoo's demonstration data, those tagged ``som_apps`` on one that has the
optional apps (mrp, purchase, …). Tests of glue addons run on the last alone.
Where all tests are asked for, those that need no Odoo run beside the others.
"""
import argparse
import contextlib
import json
import subprocess
import time

from tools import databases, odoo_command
from tools.console import fail, main, say
from tools.machine import ensure_browser, ensure_pdf
from tools.paths import ADDONS, BUILD, CONFIG, LOGS, ROOT, STATE, locked

DATABASE = "som_test"
DEMO_DATABASE = "som_test_demo"
APPS_DATABASE = "som_test_apps"
#: what needs neither Odoo nor a database
PURE = ("tests/allocation", "tests/intake")
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
        "-m", RUNS[database][1], *selection(only), *([] if only else [f"--ignore={folder}" for folder in PURE]),
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
    with _counted(runtime, database, counts) as environment:
        return subprocess.run(arguments(runtime, database, only), env=environment, cwd=ROOT, check=False).returncode


@contextlib.contextmanager
def _counted(runtime, name, counts):
    """The environment of a run whose counts are added up in the end."""
    result = BUILD / f"test-{name}.json"
    BUILD.mkdir(exist_ok=True)
    result.unlink(missing_ok=True)
    yield {**runtime.environment(), "SOM_TEST_COUNTS": str(result)}
    if result.exists():
        for kind, count in json.loads(result.read_text()).items():
            counts[kind] = counts.get(kind, 0) + count


def _run_all(runtime, only, counts):
    """Every run there is; what needs no Odoo meanwhile."""
    if only:
        return [_run(runtime, database, only, counts) for database in RUNS]
    log = LOGS / "test-pure.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [str(runtime.python), "-m", "pytest", "-p", "no:odoo", "-p", "no:pytest_odoo", *PURE]
    with _counted(runtime, "pure", counts) as environment, log.open("w") as output:
        beside = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            statuses = [_run(runtime, database, only, counts) for database in RUNS]
            statuses.append(beside.wait())
        finally:
            beside.kill()
    say("Tested beside the databases")
    print(log.read_text(), flush=True)
    return statuses


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
        statuses = _run_all(runtime, only, counts)
    if only and counts.get("passed"):
        # a selection need not touch all databases
        statuses = [status for status in statuses if status != NOTHING_COLLECTED]
    if NOTHING_COLLECTED in statuses:
        say("✗ no test was found" + (f" for {only}" if only else " for one of the databases"))
    print(closing_line(counts, time.monotonic() - started), flush=True)
    return int(any(statuses))


if __name__ == "__main__":
    main(run)
