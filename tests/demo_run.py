"""A demo run as a user would start it, for the tests that look at its figures."""
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_demo(data=None):
    """Run ``make demo`` without its server.

    :return tuple: (figures as the demo wrote them, what it printed)
    """
    command = [sys.executable, "-m", "tools.demo", "--no-server", *(["--data", str(data)] if data else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": ""})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    name = "som_northwind" if data else "som_demo"
    return json.loads((ROOT / "build" / f"{name}.json").read_text()), done.stdout


def run_inside(database, call):
    """Run a function of ours in Odoo's shell, without keeping what it does.

    :param str call: expression with ``env`` that gives something JSON has a form for, after ``import tests.…``
    """
    module = call.partition("(")[0].rpartition(".")[0]
    target = ROOT / "build" / f"{database}.inside.json"
    script = (f"import sys, json; sys.path.insert(0, {str(ROOT)!r})\n"
              f"import {module}\n"
              f"open({str(target)!r}, 'w').write(json.dumps({call}))\n"
              "env.cr.rollback()\n")
    done = subprocess.run([sys.executable, "-m", "tools.shell", database], cwd=ROOT, input=script, text=True,
                          capture_output=True, check=False, env={**os.environ, "PYTHONPATH": ""})
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return json.loads(target.read_text())
