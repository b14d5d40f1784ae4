"""Which PostgreSQL server is used, and where the private one listens."""
import pytest

from tools import postgres

VARIABLES = ("SOM_DB_HOST", "SOM_DB_PORT", "SOM_DB_USER", "SOM_DB_PASSWORD")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_without_a_host_there_is_no_external_server(monkeypatch):
    monkeypatch.setenv("SOM_DB_PORT", "5433")
    assert postgres.external() is None


def test_defaults_of_an_external_server(monkeypatch):
    monkeypatch.setenv("SOM_DB_HOST", "db.example")
    assert postgres.external() == {"host": "db.example", "port": "5432", "user": "odoo", "password": ""}


def test_every_value_of_an_external_server(monkeypatch):
    for name, value in zip(VARIABLES, ("h", "1", "u", "p"), strict=True):
        monkeypatch.setenv(name, value)
    assert postgres.ensure() == {"host": "h", "port": "1", "user": "u", "password": "p"}


def test_the_socket_s_path_stays_within_the_kernel_s_limit(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "STATE", tmp_path)
    short = postgres._socket_folder()
    deep = tmp_path / ("long-" * 30)
    monkeypatch.setattr(postgres, "STATE", deep)
    long = postgres._socket_folder()
    try:
        assert short == tmp_path / "run" or len(str(tmp_path)) > 76
        assert len(str(long / ".s.PGSQL.5432")) <= 107
        assert long != short
    finally:
        long.rmdir()


def test_stopping_somebody_s_own_server_does_nothing(monkeypatch):
    monkeypatch.setenv("SOM_DB_HOST", "db.example")
    monkeypatch.setattr(postgres, "_binaries", lambda python: pytest.fail("touched"))
    postgres.stop()
