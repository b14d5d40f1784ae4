"""The engine package as ``engine``: no Odoo, no database, and nothing else of the addon on the path.

In ``make test`` the same process holds ``odoo.addons.som_allocation.engine`` too; the two do not meet.
"""
import importlib.util
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

FOLDER = Path(__file__).parents[2] / "addons" / "som_allocation" / "engine"

if "engine" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "engine", FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)])
    sys.modules["engine"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

# the same examples on every machine, none kept on disk; a busy machine is no failure
settings.register_profile(
    "engine", derandomize=True, deadline=None, database=None, max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.load_profile("engine")
