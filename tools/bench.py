"""make bench [ONLY=name]: measure, print `name value unit` lines, write build/bench.json.

A benchmark is a module in tests/bench with ``def run(env)`` that yields
``(name, value, unit)``; its figures' names begin with the module's own name
and a dot. Each module runs in an Odoo process of its own, on a fresh clone of
the suite's template, so that no benchmark warms or bloats another's database;
beside it lies one of native Odoo without the suite (``bench_process.native``).
A module that says ``APPS = True`` gets both with the optional apps.
"""
import argparse
import json
import os
import platform
import subprocess
import threading

from tools import databases, odoo_command, shell
from tools.console import fail, main, say, step
from tools.paths import BUILD, ROOT, STATE, locked

FOLDER = ROOT / "tests" / "bench"
DATABASE = "som_bench"
NATIVE = "som_bench_native"
RESULT = BUILD / "bench.json"


def modules():
    """Names of the benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def needs_apps(name):
    """Whether a benchmark says that it needs the optional apps; it is read, for Odoo is not there to import it."""
    return "APPS = True" in (FOLDER / f"{name}.py").read_text().splitlines()


def chosen(only, names):
    """The benchmarks to run: all, or the one that ``only`` (its name, or a figure's) begins with.

    :raises CommandError: when there is none
    """
    if not only:
        return list(names)
    found = [name for name in names if name == only.partition(".")[0]]
    if not found:
        fail(f"{only!r} names no benchmark", f"one of: {', '.join(names) or '(there are none yet in tests/bench)'}")
    return found


def wanted(figure, only):
    """Whether a figure is asked for: by its module's name, its own, or the start of its own."""
    return not only or "." not in only or figure.startswith(only)


def shown(value):
    """A number as text, without digits that say nothing."""
    return f"{value:.4g}" if isinstance(value, float) and abs(value) < 1000 else f"{value:.0f}"


def _measure(runtime, name, only):
    """Run one benchmark; print its figures as they come and return them."""
    apps = needs_apps(name)
    databases.clone(runtime, databases.suite_template(runtime, apps=apps), DATABASE)
    databases.clone(runtime, databases.native_template(runtime, apps=apps), NATIVE)
    reading, writing = os.pipe()
    code = f"from tools import bench_process; bench_process.run(env, {name!r}, {writing})"
    command = shell.command(runtime, DATABASE)
    # figures come through a pipe of their own: whatever a benchmark or Odoo prints stays out of them
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=2, pass_fds=[writing], cwd=ROOT,
                               env={**runtime.environment(), "SOM_BENCH_NATIVE": NATIVE}, text=True)
    os.close(writing)
    threading.Thread(target=lambda: _feed(process.stdin, code), daemon=True).start()
    figures = []
    with os.fdopen(reading) as stream:
        for line in stream:
            figure = json.loads(line)
            if wanted(figure["name"], only):
                print(f"{figure['name']} {shown(figure['value'])} {figure['unit']}", flush=True)
                figures.append(figure)
    if process.wait():
        fail(f"benchmark {name} ended with status {process.returncode}", f"see above, or open its database: "
             f"make shell DB={DATABASE}")
    return figures


def _feed(stream, text):
    with stream:
        stream.write(text)


def machine(runtime):
    """What the figures were taken on; they compare only with others of the same."""
    return {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgres": databases.sql(runtime, "SHOW server_version")[0][0],
        "odoo": runtime.source.version,
    }


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="")
    only = parser.parse_args().only
    names = chosen(only, modules())
    if not names:
        fail("there are no benchmarks yet", "add one to tests/bench")
    runtime = odoo_command.prepare()
    figures = []
    with locked(STATE / "bench", "another benchmark in this checkout"):
        for name in names:
            with step(f"Benchmark {name}"):
                figures += _measure(runtime, name, only)
        databases.drop(runtime, DATABASE)
        databases.drop(runtime, NATIVE)
    if not figures:
        fail(f"no figure's name begins with {only!r}" if only else "the benchmarks gave no figure",
             f"to see all figures of it: make bench ONLY={names[0]}")
    BUILD.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"machine": machine(runtime), "figures": figures}, indent=2) + "\n")
    say(f"Written to {RESULT}")


if __name__ == "__main__":
    main(run)
