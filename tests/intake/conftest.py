"""The intake package as ``intake``."""
import importlib.util
import re
import types

import pytest

from tests import pure

FOLDER = pure.load("som_core", "intake")
pure.same_examples_everywhere()


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
