"""Command lines for Odoo: source, environment, database server and configuration put together."""
import os
from dataclasses import dataclass
from pathlib import Path

from tools import odoo_source, postgres, python_env
from tools.machine import check_system
from tools.paths import CONFIG, DATA_DIR, LOGS, STATE


@dataclass(frozen=True)
class Runtime:
    """Everything needed to run Odoo on this machine."""

    python: Path
    source: odoo_source.OdooSource
    connection: dict

    def options(self, database=None, with_suite=True):
        """Options every Odoo command shares."""
        paths = self.source.addons_with_suite if with_suite else ",".join(map(str, self.source.addons_path))
        options = [
            f"--config={CONFIG / 'odoo.development.conf'}",
            f"--addons-path={paths}",
            f"--data-dir={DATA_DIR}",
            f"--db_host={self.connection['host']}",
            f"--db_port={self.connection['port']}",
            f"--db_user={self.connection['user']}",
        ]
        if self.connection["password"]:
            options.append(f"--db_password={self.connection['password']}")
        if database:
            options += [f"--database={database}", f"--db-filter=^{database}$"]
        return options

    def odoo(self, *arguments, database=None, with_suite=True):
        """Argument list that runs Odoo, with a sub-command first where one is given."""
        arguments = list(arguments)
        command = [arguments.pop(0)] if arguments and not arguments[0].startswith("-") else []
        return [str(self.python), "-m", "odoo", *command, *self.options(database, with_suite), *arguments]

    def environment(self):
        """Process environment: PostgreSQL's own variables for the tools that read them."""
        return {
            **os.environ,
            "PGHOST": self.connection["host"], "PGPORT": self.connection["port"],
            "PGUSER": self.connection["user"], "PGPASSWORD": self.connection["password"],
            "PYTHONUNBUFFERED": "1", "TZ": "UTC",
        }


def prepare():
    """Fetch, install and start whatever is missing; return the :class:`Runtime`."""
    check_system()
    for folder in (STATE, LOGS, DATA_DIR):
        folder.mkdir(parents=True, exist_ok=True)
    source = odoo_source.locate()
    python = python_env.ensure(source)
    return Runtime(python, source, postgres.ensure(python))
