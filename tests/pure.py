"""The pure packages of the addons under their bare names: no Odoo, no database, nothing else of the addon.

In ``make test`` the same process holds them below ``odoo.addons`` too; the two do not meet.
"""
import importlib.util
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

ADDONS = Path(__file__).parents[1] / "addons"


def load(addon, package):
    """Make ``addons/<addon>/<package>`` importable by its bare name.

    :return Path: its folder
    """
    folder = ADDONS / addon / package
    if package not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            package, folder / "__init__.py", submodule_search_locations=[str(folder)])
        sys.modules[package] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return folder


def same_examples_everywhere():
    """Hypothesis tries the same examples on every machine and keeps none; a busy machine is no failure."""
    settings.register_profile(
        "pure", derandomize=True, deadline=None, database=None, max_examples=60,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    settings.load_profile("pure")
