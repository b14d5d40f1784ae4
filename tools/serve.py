"""make serve DB=x [PORT=n]: an Odoo server in the background."""
import argparse
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tools import databases, odoo_command, servers
from tools.console import fail, main, say, step
from tools.paths import LOGS

PATIENCE = 120  # seconds until a server must answer; a cold disk takes about 20
KNOWN_PASSWORDS = {"admin": "admin", "demo": "demo", "portal": "portal"}  # as Odoo's data sets them


def check_port(text):
    """A port number a normal user may open.

    :raises CommandError: when it is none
    """
    if not str(text).isdigit() or not 1024 <= int(text) <= 65535:
        fail(f"{text!r} is no port to serve on", "a number from 1024 to 65535: make serve DB=x PORT=8069")
    return int(text)


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _refuse_taken(port, database):
    if _is_free(port):
        return
    other = next((server for server in servers.running() if server.port == port), None)
    owner = f"the server of database {other.database}" if other else "another program"
    fail(f"port {port} is taken by {owner}", f"choose another one: make serve DB={database} PORT={port + 1}")


def _answers(address):
    try:
        with urllib.request.urlopen(f"{address}/web/login", timeout=PATIENCE) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _wait(process, server, log):
    deadline = time.monotonic() + PATIENCE
    while not _answers(server.address):
        if process.poll() is not None or time.monotonic() > deadline:
            sys.stderr.write("".join(log.read_text(errors="replace").splitlines(keepends=True)[-25:]))
            if process.poll() is None:
                servers.stop(server)
                fail(f"the server did not answer within {PATIENCE} seconds", f"its log: {log}")
            fail("the server ended at once", f"its log: {log}")
        time.sleep(0.2)


def start_server(runtime, database, port):
    """Start a server with scheduled actions on, and wait until it answers.

    A server that already runs on the database is left alone and returned.

    :return servers.Server:
    :raises CommandError: missing database, taken port, or a server that ends or stays silent
    """
    databases.check_name(database)
    found = servers.find(database)
    if found:
        say(f"Database {database} is already served on port {found.port}")
        return found
    port = check_port(port)
    databases.require(runtime, database)
    _refuse_taken(port, database)
    log = LOGS / f"server-{database}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = runtime.odoo(f"--http-port={port}", "--max-cron-threads=1", "--log-level=info", database=database)
    with step(f"Starting Odoo on {database}"):
        with log.open("wb") as stream:
            # a session of its own: Ctrl-C in this terminal does not reach it
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT,
                                       env=runtime.environment(), start_new_session=True)
        server = servers.Server(database, port, process.pid)
        servers.remember(server)
        _wait(process, server, log)
    return server


def logins(runtime, database):
    """(login, password) of the users whose password is the one Odoo ships, where they exist."""
    rows = databases.sql(runtime, "SELECT login FROM res_users WHERE active ORDER BY id", database)
    return [(login, KNOWN_PASSWORDS[login]) for (login,) in rows if login in KNOWN_PASSWORDS]


def announce(runtime, server):
    """Tell where the server is and who may log in."""
    print(f"\n  {server.address}    database {server.database}")
    for login, password in logins(runtime, server.database):
        print(f"  login {login}, password {password}")
    print(f"  log {LOGS / f'server-{server.database}.log'}\n  to stop it: make stop\n", flush=True)


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("--port", default="8069")
    options = parser.parse_args()
    check_port(options.port)
    databases.check_name(options.database, "make serve DB=trial")
    runtime = odoo_command.prepare()
    announce(runtime, start_server(runtime, options.database, options.port))


if __name__ == "__main__":
    main(run)
