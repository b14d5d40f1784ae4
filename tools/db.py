"""make db NAME=x [DEMO=1]: a new database with every addon installed."""
import argparse

from tools import databases, odoo_command
from tools.console import main, say


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--demo", action="store_true", help="with Odoo's demonstration data")
    options = parser.parse_args()
    databases.check_name(options.name)
    runtime = odoo_command.prepare()
    template = databases.suite_template(runtime, options.demo)
    databases.clone(runtime, template, options.name)
    say(f"Database {options.name} is ready: make serve DB={options.name}")


if __name__ == "__main__":
    main(run)
