"""Odoo's command lines."""
from pathlib import Path

import pytest

from tools.odoo_command import Runtime
from tools.odoo_source import OdooSource
from tools.paths import ADDONS


@pytest.fixture
def runtime():
    source = OdooSource(Path("/o"), (Path("/o/addons"),), "19.0.0")
    return Runtime(Path("/v/python"), source, {"host": "h", "port": "1", "user": "u", "password": ""})


def test_a_sub_command_comes_before_the_options(runtime):
    command = runtime.odoo("shell", "--no-http", database="x")
    assert command[:4] == ["/v/python", "-m", "odoo", "shell"]
    assert command[-1] == "--no-http"
    assert "--database=x" in command
    assert "--db-filter=^x$" in command


def test_without_a_sub_command_options_follow_at_once(runtime):
    assert runtime.odoo("--stop-after-init")[3].startswith("--config=")


def test_the_suite_is_left_out_on_request(runtime):
    assert f"--addons-path=/o/addons,{ADDONS}" in runtime.odoo()
    assert "--addons-path=/o/addons" in runtime.odoo(with_suite=False)


def test_a_password_is_passed_only_where_there_is_one(runtime):
    assert not [part for part in runtime.odoo() if "password" in part]
    runtime.connection["password"] = "secret"
    assert "--db_password=secret" in runtime.odoo()


def test_the_environment_speaks_postgresql(runtime):
    environment = runtime.environment()
    assert (environment["PGHOST"], environment["PGUSER"], environment["TZ"]) == ("h", "u", "UTC")
