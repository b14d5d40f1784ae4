"""The part of `make bench` that runs inside Odoo's process."""
import contextlib
import importlib
import json
import numbers
import os


def run(env, name, descriptor):
    """Run a benchmark and write its figures, one JSON object a line, to a file descriptor.

    :raises ValueError: for a figure that other figures could be mistaken for, or that is no number
    """
    module = importlib.import_module(f"tests.bench.{name}")
    with os.fdopen(descriptor, "w") as stream:
        for figure, value, unit in module.run(env):
            if not figure.startswith(f"{name}."):
                raise ValueError(f"the name of figure {figure!r} must begin with {name!r} and a dot")
            if not isinstance(value, numbers.Real) or isinstance(value, bool):
                raise TypeError(f"figure {figure!r} is {value!r}, not a number")
            print(json.dumps({"name": figure, "value": value, "unit": unit}), file=stream, flush=True)


@contextlib.contextmanager
def native(env):
    """The same Odoo without the suite, in the same process: an environment on its own database, to compare with."""
    from odoo import api
    from odoo.modules.registry import Registry
    with Registry(os.environ["SOM_BENCH_NATIVE"]).cursor() as cr:
        yield api.Environment(cr, env.uid, dict(env.context))
