"""Killed in the middle of applying a run, or of reserving natively: all or nothing is reserved, and stock adds up."""
import dataclasses
import json
import tempfile

import pytest

from tests.races.private_server import PrivateServer
from tests.races.process import database, run
from tools import databases, odoo_command, postgres
from tools.paths import BUILD

MOVES = 200
#: How often Odoo's process and its connection are killed, and how often the whole database server.
TIMES, SERVER_TIMES = 10, 5


@pytest.fixture(scope="module")
def world():
    with database("som_killed") as made:
        yield made


def _assert_all_or_nothing(name, endings, times, work="apply"):
    (BUILD / f"{name}.json").write_text(json.dumps(endings, indent=2))
    assert len(endings) == times
    for ending in endings:
        assert (ending["moves"], ending["reserved"]) in ((0, 0), (MOVES, ending["wanted"])), ending
        assert ending["moves"] or not ending["told"], f"it was told to be committed: {ending}"
        assert (ending["findings"], ending["turns"]) == ([], 0), ending
        assert ending["applied"] == (work == "apply" and bool(ending["moves"])), ending
    # a moment before the end, and one in the middle at least: the test kills somebody at work
    assert sum(not ending["moves"] for ending in endings) >= times / 2, endings


@pytest.mark.parametrize(("work", "how"), [("apply", "process"), ("apply", "backend"), ("reserve", "process")])
def test_odoo_is_killed(world, work, how):
    runtime, name = world
    _assert_all_or_nothing(
        f"killed-{work}-{how}", run(runtime, name, "tests.races.killing.kill", work=work, how=how, times=TIMES,
                                    moves=MOVES), TIMES, work)


def test_the_database_server_is_killed():
    runtime = odoo_command.prepare()
    if postgres.external():
        pytest.skip("the database server is not ours to be killed")
    with tempfile.TemporaryDirectory(prefix="som-pg-") as folder:
        server = postgres_server(runtime, folder)
        try:
            endings = run(dataclasses.replace(runtime, connection=server.connection), "som_killed_server",
                          "tests.races.killing.kill", work="apply", how="server", times=SERVER_TIMES, moves=MOVES,
                          server=[str(runtime.python), folder])
        finally:
            server.stop()
    _assert_all_or_nothing("killed-server", endings, SERVER_TIMES)


def postgres_server(runtime, folder):
    """A server of our own with a database of the suite."""
    server = PrivateServer(runtime.python, folder)
    server.create()
    server.copy(runtime.connection, databases.suite_template(runtime), "som_killed_server")
    return server
