"""Choosing benchmarks, and what a figure must look like."""
import json
import os
import sys
import types

import pytest

from tools import bench, bench_process
from tools.console import CommandError


def test_all_by_default():
    assert bench.chosen("", ["intake", "plan"]) == ["intake", "plan"]


@pytest.mark.parametrize("only", ["intake", "intake.orders_per_s", "intake.o"])
def test_by_module_or_figure(only):
    assert bench.chosen(only, ["intake", "plan"]) == ["intake"]


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(CommandError) as caught:
        bench.chosen("intak", ["intake", "plan"])
    assert "'intak' names no benchmark" in caught.value.message
    assert "intake, plan" in caught.value.message


@pytest.mark.parametrize(("only", "expected"), [
    ("", True), ("intake", True), ("intake.orders", True), ("intake.orders_per_s", True), ("intake.ratio", False)])
def test_which_figures_are_shown(only, expected):
    assert bench.wanted("intake.orders_per_s", only) is expected


@pytest.mark.parametrize(("value", "text"), [(0.912345, "0.9123"), (12, "12"), (1234.56, "1235"), (0.0, "0"),
                                             (51317, "51317"), (99.999, "100")])
def test_numbers_as_text(value, text):
    assert bench.shown(value) == text


def figures_of(monkeypatch, *figures):
    monkeypatch.setitem(sys.modules, "tests.bench.fake", types.SimpleNamespace(run=lambda env: iter(figures)))
    reading, writing = os.pipe()
    try:
        bench_process.run(None, "fake", writing)
    finally:
        with os.fdopen(reading) as stream:
            lines = stream.read().splitlines()
    return [json.loads(line) for line in lines]


def test_figures_are_written_one_a_line(monkeypatch):
    assert figures_of(monkeypatch, ("fake.a", 1, "s"), ("fake.b", 0.5, "ratio")) == [
        {"name": "fake.a", "value": 1, "unit": "s"}, {"name": "fake.b", "value": 0.5, "unit": "ratio"}]


def test_a_figure_under_another_name_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="must begin with 'fake' and a dot"):
        figures_of(monkeypatch, ("other.a", 1, "s"))


@pytest.mark.parametrize("value", [None, "12", True])
def test_a_figure_that_is_no_number_is_refused(monkeypatch, value):
    with pytest.raises(TypeError, match="not a number"):
        figures_of(monkeypatch, ("fake.a", value, "s"))
