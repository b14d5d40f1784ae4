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
