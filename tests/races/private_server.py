"""A PostgreSQL server for one test alone, which may be killed without disturbing the others."""
import contextlib
import os
import pwd
import signal
import subprocess
import time
from pathlib import Path

from tools import postgres

#: What is said to be committed must be there after a crash; the machine itself stays up, so nothing need reach a disk.
SETTINGS = {**postgres.SETTINGS, "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "'128MB'",
            "max_wal_size": "'1GB'"}


class PrivateServer:
    """A server whose data and socket lie in one folder."""

    def __init__(self, python, folder):
        self.binaries, self.folder = postgres._binaries(python), Path(folder)
        self.data, self.prefix = self.folder / "data", postgres._as_server_user()
        self.connection = {"host": str(self.folder), "port": "5432", "user": postgres.ROLE, "password": ""}

    def create(self):
        """Make the server's data, start it, and make Odoo's role."""
        if self.prefix:
            user = pwd.getpwnam(postgres.SERVER_USER)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                  "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync")
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{key} = {value}\n" for key, value in SETTINGS.items())
        self.start()
        postgres._ensure_role(self.binaries, self.connection)

    def start(self):
        """Start the server; after a crash it recovers first, and may find its old processes still ending."""
        for _attempt in range(20):
            with contextlib.suppress(subprocess.CalledProcessError):
                return self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-s", "-l", self.data / "server.log",
                                 "-o", f"-k {self.folder}", "start")
            time.sleep(0.2)
        raise AssertionError((self.data / "server.log").read_text()[-2000:])

    def stop(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-s", "stop")

    def kill(self):
        """SIGKILL for the server and each of its processes: nobody tidies up."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGSTOP)  # it must not start new ones meanwhile
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (*map(int, children), postmaster):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def copy(self, source, template, name):
        """Bring a database of another server here.

        :param dict source: connection of the other server
        """
        self._run("createdb", "-h", self.folder, "-U", postgres.ROLE, name)
        dump = subprocess.Popen([self.binaries / "pg_dump", "-h", source["host"], "-p", source["port"], "-U",
                                 source["user"], template], stdout=subprocess.PIPE)
        subprocess.run([self.binaries / "psql", "-q", "-h", self.folder, "-U", postgres.ROLE, "-d", name],
                       stdin=dump.stdout, check=True, stdout=subprocess.DEVNULL)
        assert dump.wait() == 0

    def _run(self, program, *arguments):
        subprocess.run([*self.prefix, self.binaries / program, *arguments], check=True, cwd="/",
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
