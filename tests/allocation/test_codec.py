"""Bytes: the same for the same values, whatever order they came in, and the values again from the bytes."""
import os
import random
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from engine import codec
from engine.plan import plan
from engine.values import STRATEGIES, Demand, Holding, Order, Policy, Product, Protection, Segment, Snapshot, Supply
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases import BYTES, case

FULL = Snapshot(
    (Demand(1, 2, 3, 40, 5, 6, 7, 0.1, 8, 9, 0, (False, (1.5, "a"), None), 11, 12, 13, "win", frozenset({1, 2}),
            True),),
    (Supply(1, 2, 3, -4, 5, 6, 7, 8, 9, None, "WH/Säge"), Supply(2, 2, 3, 4, removal_date=-7)),
    Policy((Segment(1, "win", True, 300), Segment(7)), 3, 4), (Order(9, 10_000),), (Product(2, "lot", 100),),
    (Holding(1, 1, 1, 5, 12.0),), (Protection(1, 2, 3, 4),), {3: 1}, {(2, 3): "lifo"})


def shuffled(snapshot, seed):
    dice = random.Random(seed)

    def mixed(values):
        return tuple(dice.sample(values, len(values)))
    return replace(
        snapshot, parents=dict(mixed(tuple(snapshot.parents.items()))),
        removal=dict(mixed(tuple(snapshot.removal.items()))),
        **{name: mixed(getattr(snapshot, name))
           for name in ("demands", "supplies", "orders", "products", "holdings", "protections")})


@settings(max_examples=1_000)
@given(content=BYTES, strategy=st.sampled_from(STRATEGIES), seed=st.integers(0, 10 ** 6))
def test_the_order_of_the_data_changes_neither_bytes_nor_plan(content, strategy, seed):
    snapshot = case(content, strategy, proportional=True, protected=(1, 2))
    other = shuffled(snapshot, seed)
    assert codec.encode(other) == codec.encode(snapshot)
    assert codec.encode_plan(plan(other)) == codec.encode_plan(plan(snapshot))


@settings(max_examples=500)
@given(content=BYTES, strategy=st.sampled_from(STRATEGIES))
def test_what_was_written_is_read_again_and_planned_the_same(content, strategy):
    snapshot = case(content, strategy, protected=(1, 2))
    again, planned = codec.decode(codec.encode(snapshot)), plan(snapshot)
    assert again == snapshot
    assert plan(again) == planned
    assert codec.decode_plan(codec.encode_plan(planned)) == planned


def test_every_field_is_read_as_it_was_written():
    again = codec.decode(codec.encode(FULL))
    assert again == FULL
    assert type(again.demands[0].key[1]) is tuple
    assert isinstance(again.demands[0].may_use, frozenset)


def test_a_field_that_differs_makes_other_bytes():
    known = codec.encode(FULL)
    parts = ("demands", "supplies", "orders", "products", "holdings", "protections")
    for name in parts:
        [value, *rest] = getattr(FULL, name)
        for field in fields(value):
            changed = replace(value, **{field.name: _other(getattr(value, field.name))})
            other = codec.encode(replace(FULL, **{name: (changed, *rest)}))
            assert codec.digest(other) != codec.digest(known), (name, field.name)
    for more in ({"parents": {3: 2}}, {"removal": {}}, {"policy": replace(FULL.policy, starve_days=9)},
                 {"policy": replace(FULL.policy, segments=FULL.policy.segments[::-1])}):
        assert codec.encode(replace(FULL, **more)) != known


def _other(value):
    return {bool: lambda: not value, int: lambda: value + 1, float: lambda: value + 0.1, str: lambda: value + "x",
            tuple: lambda: (*value, 1), frozenset: lambda: value | {9}}.get(type(value), lambda: 1)()


def test_bytes_of_another_version_are_not_read():
    content = codec.encode(FULL).replace(b'"version":1', b'"version":99')
    with pytest.raises(ValueError, match="99"):
        codec.decode(content)


def test_another_process_with_other_hashes_gives_the_same_plan():
    folder = Path(__file__).parents[2]
    script = ("import sys; sys.path.insert(0, '.'); import tests.allocation.conftest; from engine import codec; "
              "from engine.plan import plan; from tests.allocation.cases import case; "
              "print(codec.digest(b''.join(codec.encode_plan(plan(case(bytes(((n * 37 + m * m * 11) % 251) "
              "for m in range(110)), 'improve', proportional=True, protected=(1, 2)))) for n in range(200))))")
    answers = {
        subprocess.run([sys.executable, "-c", script], cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")}
    assert len(answers) == 1
