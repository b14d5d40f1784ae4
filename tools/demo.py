"""make demo [DATA=folder] [PORT=8069]: a database full of real orders, a summary, and a running server."""
import argparse
import subprocess
from pathlib import Path

from tools import databases, machine, northwind, odoo_command, servers, shell
from tools.console import fail, main, say, step
from tools.paths import BUILD, CONFIG, ROOT
from tools.serve import announce, start_server

SAMPLE = CONFIG / "sample"


def prepare_dataset(data):
    """The dataset's folder and the database's name.

    :param data: folder given by the user, or None for the sample that ships with the project
    """
    if not data:
        return SAMPLE, "som_demo"
    folder = Path(data).expanduser()
    if not folder.is_dir():
        fail(f"DATA={data} is no folder", "name one with a dataset.json, or with the Northwind files")
    if northwind.is_northwind(folder):
        return northwind.convert(folder, BUILD / "northwind"), "som_northwind"
    if not (folder / "dataset.json").exists():
        fail(f"{folder} holds neither a dataset.json nor the Northwind files", "config/sample shows the layout")
    return folder, "som_demo"


def carry(runtime, database, folder):
    """Run the dataset through a database; returns the file with the figures."""
    BUILD.mkdir(exist_ok=True)
    target = BUILD / f"{database}.json"
    script = (f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
              "from tools import demo_inside\n"
              f"demo_inside.main(env, {str(folder.resolve())!r}, {str(target)!r})\n")
    with step("Carrying the orders through Odoo"):
        done = subprocess.run(shell.command(runtime, database), input=script, text=True, check=False,
                              env=runtime.environment())
    if done.returncode:
        fail("the demo did not get through", "the lines above say where; make demo starts afresh")
    return target


def run():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument("--no-server", action="store_true")
    options = parser.parse_args()
    folder, database = prepare_dataset(options.data)
    runtime = odoo_command.prepare()
    machine.ensure_pdf()
    template = databases.suite_template(runtime)
    server = servers.find(database)
    if server:  # it would go on with what it remembers of the old database
        servers.stop(server)
    databases.clone(runtime, template, database)
    carry(runtime, database, folder)
    if not options.no_server:
        announce(runtime, start_server(runtime, database, options.port))
    else:
        say(f"make serve DB={database} shows it")


if __name__ == "__main__":
    main(run)
