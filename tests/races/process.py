"""Running a function of ours in an Odoo process of its own, on a database of its own."""
import contextlib
import json
import subprocess
import tempfile
from pathlib import Path

from tools import databases, odoo_command
from tools.paths import LOGS, ROOT


@contextlib.contextmanager
def database(name, with_suite=True):
    """A fresh database with the suite, or with the native apps only; dropped afterwards.

    :return tuple: (runtime, name)
    """
    runtime = odoo_command.prepare()
    template = databases.suite_template(runtime) if with_suite else databases.native_template(runtime)
    databases.clone(runtime, template, name)
    try:
        yield runtime, name
    finally:
        databases.drop(runtime, name)


def run(runtime, name, function, with_suite=True, patience=600, **parameters):
    """Call ``function(env, folder, **parameters)`` in Odoo's process and give back what it returns.

    :param str function: its dotted name
    :param patience: seconds after which the process is killed
    :raises AssertionError: with the end of the log, when it raises or does not come back
    """
    module, _dot, call = function.rpartition(".")
    log = LOGS / f"{name}.log"
    with tempfile.TemporaryDirectory(prefix="som-race-") as folder, log.open("w") as stream:
        answer = Path(folder) / "answer.json"
        script = (
            "import json, os, pathlib\n"
            f"from {module} import {call}\n"
            f"answer = {call}(env, {folder!r}, **json.loads({json.dumps(parameters)!r}))\n"
            f"pathlib.Path({str(answer)!r}).write_text(json.dumps(answer))\n"
            "os._exit(0)\n")  # the shell's own cursor is closed
        command = runtime.odoo("shell", "--no-http", "--log-level=warn", database=name, with_suite=with_suite)
        try:
            subprocess.run(command, input=script, text=True, cwd=ROOT, stdout=stream, stderr=stream, check=False,
                           env=runtime.environment(), timeout=patience)
        except subprocess.TimeoutExpired:
            stream.write(f"killed after {patience} s\n")
        stream.flush()
        assert answer.exists(), f"{function} gave no answer; the end of {log}:\n{log.read_text()[-3000:]}"
        return json.loads(answer.read_text())
