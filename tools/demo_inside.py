"""Inside Odoo: run a demo and print its summary; called by ``tools.demo`` through Odoo's shell."""
import json
import time
from pathlib import Path

from tools import dataset, demo_allocate, demo_flow, demo_summary


def main(env, folder, target):
    """Carry a dataset through a fresh database.

    :param str folder: the dataset
    :param str target: file that receives the figures as JSON
    """
    from odoo.addons.som_core.stages import STAGES
    started = time.monotonic()
    env = env(user=env.ref("base.user_admin"))
    imports = demo_flow.carry(env, dataset.load(Path(folder)))
    found = demo_summary.figures(env)
    found["allocation"] = demo_allocate.allocate(env)
    seconds = time.monotonic() - started
    ran = [{name: record[name] for name in ("name", "total", "created", "duplicates", "rejected")}
           for record in imports]
    Path(target).write_text(json.dumps({**found, "imports": ran}, indent=1, default=str))
    print(demo_summary.table(found, STAGES, seconds, ran), flush=True)
    print(demo_allocate.table(found["allocation"]), flush=True)
