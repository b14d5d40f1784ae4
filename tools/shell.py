"""make shell DB=x [< script.py]: Odoo's shell, or a script from standard input.

Odoo's shell runs what it reads from a standard input that is no terminal with
``env`` set, lets an exception through (status 1) and rolls back at the end, so
a script commits by itself. This process becomes that shell: its exit status,
and Ctrl-C, are the shell's own.
"""
import argparse
import os
import sys

from tools import databases, odoo_command
from tools.console import main, say


def command(runtime, database):
    """The shell's command line; scheduled actions and HTTP stay off."""
    return runtime.odoo("shell", "--no-http", "--log-level=warn", database=database)


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    options = parser.parse_args()
    databases.check_name(options.database, "make shell DB=trial")
    runtime = odoo_command.prepare()
    databases.require(runtime, options.database)
    if sys.stdin.isatty():
        say("Changes are kept only after env.cr.commit(); leave with Ctrl-D")
    arguments = command(runtime, options.database)
    sys.stderr.flush()
    os.execve(arguments[0], arguments, runtime.environment())  # noqa: S606 (a list, no shell)


if __name__ == "__main__":
    main(run)
