"""Servers in the background, and what stands in the way of starting one."""
import json
import os
import socket
import subprocess
import sys
import time

import pytest

from tools import serve, servers
from tools.console import CommandError


@pytest.fixture(autouse=True)
def records(tmp_path, monkeypatch):
    monkeypatch.setattr(servers, "RECORDS", tmp_path)
    return tmp_path


@pytest.fixture
def process():
    """A process that looks like the server of database `trial`."""
    code = "import time; print('up', flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", code, "--database=trial"], stdout=subprocess.PIPE)
    child.stdout.readline()
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_running_server_is_found(process):
    servers.remember(servers.Server("trial", 8100, process.pid))
    assert servers.find("trial").address == "http://127.0.0.1:8100"
    assert servers.find("other") is None


def test_a_number_taken_over_by_another_process_is_no_server(records):
    servers.remember(servers.Server("trial", 8100, os.getpid()))
    assert servers.running() == []
    assert list(records.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_a_broken_record_is_removed(records, text):
    (records / "trial.json").write_text(text)
    assert servers.running() == []
    assert list(records.iterdir()) == []


def test_stopping_ends_the_process_and_its_record(process, records):
    server = servers.Server("trial", 8100, process.pid)
    servers.remember(server)
    servers.stop(server, patience=0)
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is not None
    assert list(records.iterdir()) == []


@pytest.mark.parametrize("text", ["0", "80", "65536", "-1", "8069x", "", "8 069"])
def test_ports_nobody_may_use(text):
    with pytest.raises(CommandError) as caught:
        serve.check_port(text)
    assert repr(text) in caught.value.message


def test_ports_as_text_and_number():
    assert serve.check_port("8069") == serve.check_port(8069) == 8069


def test_a_taken_port_names_who_has_it(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError) as caught:
            serve._refuse_taken(port, "trial")
        assert f"port {port} is taken by another program" in caught.value.message
        assert f"PORT={port + 1}" in caught.value.message
        monkeypatch.setattr(servers, "running", lambda: [servers.Server("shop", port, 1)])
        with pytest.raises(CommandError) as caught:
            serve._refuse_taken(port, "trial")
        assert "the server of database shop" in caught.value.message


def test_a_server_that_runs_is_not_started_twice(process, records, capsys):
    (records / "trial.json").write_text(json.dumps({"database": "trial", "port": 8100, "pid": process.pid}))
    assert serve.start_server(None, "trial", 8200).port == 8100
    assert "already served on port 8100" in capsys.readouterr().err
