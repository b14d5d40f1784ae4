"""Which Odoo servers of this checkout are running: one small file per database."""
import contextlib
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.console import say, step
from tools.paths import STATE

RECORDS = STATE / "servers"


@dataclass(frozen=True)
class Server:
    """A server in the background, as its file remembers it."""

    database: str
    port: int
    pid: int

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"


def _file(database):
    return RECORDS / f"{database}.json"


def is_alive(pid, database):
    """Whether a process is this database's server; a number taken over by another process is not."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:  # no /proc on this system: the number has to do
        return not Path("/proc/self").exists()
    return f"--database={database}" in words


def remember(server):
    RECORDS.mkdir(parents=True, exist_ok=True)
    _file(server.database).write_text(json.dumps(asdict(server)))


def running():
    """The servers that are up; files of ones that ended are removed."""
    found = []
    for path in sorted(RECORDS.glob("*.json")):
        try:
            server = Server(**json.loads(path.read_text()))
        except (ValueError, TypeError):  # half-written by an interrupted command
            server = None
        if server and is_alive(server.pid, server.database):
            found.append(server)
        else:
            path.unlink(missing_ok=True)
    return found


def find(database):
    """The running server of a database, or None."""
    return next((server for server in running() if server.database == database), None)


def stop(server, patience=15):
    """End a server: politely first, and by force when it does not listen."""
    with step(f"Stopping the server of {server.database} on port {server.port}"):
        _signal(server, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while is_alive(server.pid, server.database):
            if time.monotonic() > deadline:
                say(f"It does not end by itself; killing process {server.pid}")
                _signal(server, signal.SIGKILL)
                break
            time.sleep(0.1)
    _file(server.database).unlink(missing_ok=True)


def _signal(server, number):
    with contextlib.suppress(ProcessLookupError):  # it ended in between
        os.kill(server.pid, number)
