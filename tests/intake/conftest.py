"""The intake package as ``intake``: no Odoo, no database, and nothing else of the addon on the path.

In ``make test`` the same process holds ``odoo.addons.som_core.intake`` too; the two do not meet.
"""
import importlib.util
import re
import sys
import types
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

FOLDER = Path(__file__).parents[2] / "addons" / "som_core" / "intake"

if "intake" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "intake", FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)])
    sys.modules["intake"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

# the same examples on every machine, none kept on disk; a busy machine is no failure
settings.register_profile(
    "intake", derandomize=True, deadline=None, database=None, max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.load_profile("intake")


def _messages():
    """``models/som_intake_messages.py``, which needs no Odoo, but stands in a package that does."""
    path = FOLDER.parent / "models" / "som_intake_messages.py"
    loading = importlib.util.spec_from_file_location("intake_messages", path)
    loaded = importlib.util.module_from_spec(loading)
    loading.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="session")
def messages():
    return _messages()


@pytest.fixture(scope="session")
def env():
    """As much of an environment as a message needs: texts as they are."""
    return types.SimpleNamespace(_=lambda text, *args, **named: text % (args or named) if args or named else text)


def codes(*files, name):
    """The codes that these files give to ``name``."""
    texts = [(FOLDER / file).read_text() for file in files]
    calls = [call for text in texts for call in re.findall(rf"{name}\(([^\n]*)", text)]
    return sorted({code for call in calls for code in re.findall(r'"([a-z]+(?:_[a-z]+)*)"', call.split(",")[0])})


def pytest_make_parametrize_id(val):
    """Python refuses to write numbers of more than 4300 digits, also in the name of a test."""
    return "huge" if isinstance(val, int) and abs(val) > 10 ** 100 else None
