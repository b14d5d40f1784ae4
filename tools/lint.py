"""make lint: everything that can be checked without running Odoo. No finding is allowed."""
import os
import shutil
import subprocess

from tools import lint_files, machine, odoo_source, python_env
from tools.console import fail, main, say
from tools.paths import ROOT, suite_addons

COMPOSE = "docker/compose.yaml"


def _output(*command, **kwargs):
    """Lines a checking program prints, none if it is content."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False,
                          **kwargs)
    if done.returncode == 0:
        return []
    return (done.stdout + done.stderr).strip().splitlines() or [f"ended with status {done.returncode}"]


def _ruff(python):
    return _output(python, "-m", "ruff", "check", "--output-format", "concise", "--no-fix", ".")


def _pylint_odoo(python):
    addons = [f"addons/{name}" for name in suite_addons()]
    return _output(python, "-m", "pylint", "--rcfile=.pylintrc", *addons) if addons else []


def _yaml(python):
    files = [path for path in lint_files.project_files() if path.suffix in (".yaml", ".yml")]
    return _output(python, "-m", "yamllint", "--strict", "--format", "parsable", *files) if files else []


def has_compose():
    """Whether Docker's compose plugin runs here; it needs no engine to check a file."""
    return bool(shutil.which("docker")) and subprocess.run(
        ["docker", "compose", "version"], capture_output=True, check=False).returncode == 0


def _compose(_):
    if not (ROOT / COMPOSE).exists():
        return []
    if not has_compose():
        say(f"  docker compose does not run here: {COMPOSE} is checked as YAML only")
        return []
    return _output("docker", "compose", "-f", COMPOSE, "config", "--quiet", env=dict(os.environ))


def _xml(python):
    grammar = odoo_source.locate().root / "odoo" / "import_xml.rng"
    return _output(python, "-m", "tools.lint_xml", grammar)


CHECKS = {
    "ruff: Python": _ruff,
    "pylint-odoo: addons": _pylint_odoo,
    "XML: well-formed, and as Odoo loads it": _xml,
    "manifests: every data file exists and is listed": lambda _: lint_files.check_manifests(),
    "YAML": _yaml,
    "docker compose": _compose,
    "no path of one machine, no download address": lambda _: lint_files.check_strays(),
}


def run():
    machine.check_system()
    python = python_env.ensure(odoo_source.locate())
    total = 0
    for title, check in CHECKS.items():
        say(title)
        found = check(python)
        total += len(found)
        print("".join(f"  {line}\n" for line in found), end="", flush=True)
    for line in lint_files.long_files():
        print(f"  warning: {line}", flush=True)
    if total:
        fail(f"{total} lines of findings")
    say("No finding")


if __name__ == "__main__":
    main(run)
