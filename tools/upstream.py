"""make test-upstream: Odoo's own sale, stock, delivery and portal tests with the suite installed.

What fails is run on bare Odoo too: only what passes there can be the suite's
fault. That is run once more with the suite, its class alone: a busy machine
does not fail twice. See upstream_process.py for the one thing that differs
from Odoo's own way to run them.
"""
import socket
import subprocess
import threading

from tools import databases, odoo_command
from tools.console import fail, main, say, step
from tools.machine import ensure_browser, ensure_pdf
from tools.paths import LOGS, ROOT, STATE, locked
from tools.upstream_log import Report, classes

MODULES = ("sale", "sale_stock", "stock", "stock_delivery", "delivery", "portal")
DATABASE = "som_upstream"
PATIENCE = 45 * 60  # seconds; a run takes about 15 minutes
EVERY = 100  # tests between two lines of progress


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(runtime, tags, port, with_suite=True):
    """The command line of one run."""
    return [str(runtime.python), "-m", "tools.upstream_process", *runtime.options(DATABASE, with_suite),
            "--test-tags", ",".join(tags), "--stop-after-init", f"--http-port={port}", "--log-level=info"]


def _follow(process, log):
    """Feed a run's output to a report and to its log, saying how far it is."""
    report = Report()
    with log.open("w") as stream:
        for line in process.stdout:
            stream.write(line)
            if report.feed(line) and report.started % EVERY == 0:
                say(f"  {report.started} tests, {len(report.failures)} failed so far")
    return report


def run_tests(runtime, tags, log_name, with_suite=True):
    """Run tests by their tags on a fresh database with demo data.

    :return Report:
    :raises CommandError: when Odoo ended before its tests did, or ran none
    """
    template = databases.suite_template(runtime, demo=True) if with_suite else databases.native_template(runtime, True)
    databases.clone(runtime, template, DATABASE)
    log = LOGS / f"{log_name}.log"
    process = subprocess.Popen(command(runtime, tags, _free_port(), with_suite), cwd=ROOT, text=True, errors="replace",
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=runtime.environment())
    alarm = threading.Timer(PATIENCE, process.kill)
    alarm.start()
    try:
        report = _follow(process, log)
        process.wait()
    finally:
        alarm.cancel()
        process.kill()
    if report.total is None:
        fail(f"Odoo ended with status {process.returncode} before its tests did", f"see the end of {log}")
    if not report.total:
        fail(f"no test was found for {', '.join(tags)}", f"see {log}")
    say(f"  {report.total} tests, {len(report.failures)} failed; log: {log}")
    return report


def verdict(failures, native_failures):
    """Those of the failures that are the suite's: bare Odoo does not have them.

    A class that bare Odoo cannot even set up is not the suite's fault, whatever of it failed.
    """
    return failures - covered(failures, native_failures)


def covered(failures, others):
    """Those of the failures that another run has too, as themselves or because it could not set their class up."""
    broken = {failure.tag for failure in others if failure.method == "setUpClass"}
    return {failure for failure in failures if failure in others or failure.tag in broken}


def _suspects(runtime, failures):
    """Those of the failures that bare Odoo does not have."""
    if not failures:
        return set()
    with step("The failing classes on bare Odoo"):
        native = run_tests(runtime, classes(failures), "upstream-native", with_suite=False)
    return verdict(failures, native.failures)


def _again(runtime, failures):
    """Those of the failures that show again when their class runs alone."""
    lasting = set()
    for tag in classes(failures):
        with step(f"Once more, alone: {tag}"):
            lasting |= covered({failure for failure in failures if failure.tag == tag},
                               run_tests(runtime, [tag], "upstream-again").failures)
    return lasting


def run():
    ensure_browser(required=True)
    ensure_pdf()
    runtime = odoo_command.prepare()
    with locked(STATE / "test", "another test run in this checkout"):
        with step(f"Odoo's own tests of {', '.join(MODULES)} with the suite (about 15 minutes)"):
            report = run_tests(runtime, [f"/{module}" for module in MODULES], "upstream")
        suspects = _suspects(runtime, report.failures)
        ours = _again(runtime, suspects)
        databases.drop(runtime, DATABASE)
    failures = report.failures - (suspects - ours)
    for failure in sorted(report.failures):
        shown = ("FAILED" if failure in ours else "passed alone" if failure in suspects else "fails on bare Odoo too")
        print(f"{shown}: {failure}")
    print(f"{report.total} tests, {len(failures)} failed with the suite, "
          f"of which {len(failures - ours)} fail on bare Odoo too")
    print(f"{report.total - len(failures)} passed, {len(ours)} failed", flush=True)
    return int(bool(ours))


if __name__ == "__main__":
    main(run)
