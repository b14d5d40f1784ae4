"""Snapshots and plans as bytes, always the same for the same values: what is hashed, kept, and replayed.

The bytes are JSON. Values stand as lists in the order of their fields, sorted by their ids, so that two readings of
the same data give the same bytes whatever order the database answered in.
"""
import hashlib
import json
from dataclasses import fields
from operator import attrgetter

from .values import Change, Demand, Grant, Holding, Order, Plan, Policy, Product, Protection, Segment, Snapshot, Supply

VERSION = 1  #: of the layout below; bytes of another version are not read

_PARTS = (("demands", Demand), ("supplies", Supply), ("orders", Order), ("products", Product),
          ("holdings", Holding), ("protections", Protection))


def encode(snapshot):
    """A snapshot as bytes."""
    policy = snapshot.policy
    parts = {name: _rows(getattr(snapshot, name), kind) for name, kind in _PARTS}
    return _dump({
        "version": VERSION, **parts,
        "policy": {
            "segments": _as_lists(policy.segments, Segment),
            "starve_runs": policy.starve_runs, "starve_days": policy.starve_days},
        "parents": sorted(snapshot.parents.items()),
        "removal": sorted((*key, strategy) for key, strategy in snapshot.removal.items()),
    })


def decode(content):
    """The snapshot that ``encode`` wrote.

    :raises ValueError: for bytes of another version
    """
    data = json.loads(content)
    if data["version"] != VERSION:
        raise ValueError(f"snapshot of version {data['version']}, this is {VERSION}")
    policy = data["policy"]
    return Snapshot(
        policy=Policy(tuple(Segment(*row) for row in policy["segments"]), policy["starve_runs"], policy["starve_days"]),
        parents=dict(data["parents"]),
        removal={(product, source): strategy for product, source, strategy in data["removal"]},
        **{name: tuple(_value(kind, row) for row in data[name]) for name, kind in _PARTS})


def encode_plan(plan):
    """A plan as bytes: grants by rank, changes by demand and supply."""
    return _dump({"version": VERSION, "grants": _as_lists(plan.grants, Grant),
                  "changes": sorted(_as_lists(plan.changes, Change))})


def decode_plan(content):
    """The plan that ``encode_plan`` wrote."""
    data = json.loads(content)
    return Plan(tuple(Grant(*row) for row in data["grants"]), tuple(Change(*row) for row in data["changes"]))


def digest(content):
    """Short name of bytes that differ whenever the bytes do: SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _dump(data):
    return json.dumps(data, separators=(",", ":"), default=sorted).encode()


def _rows(values, kind):
    return sorted(_as_lists(values, kind), key=lambda row: row[0])


def _as_lists(values, kind):
    return list(map(attrgetter(*[each.name for each in fields(kind)]), values))


def _value(kind, row):
    if kind is Demand:
        return _demand(row)
    return kind(*row)


_KEY = [each.name for each in fields(Demand)].index("key")
_MAY_USE = [each.name for each in fields(Demand)].index("may_use")


def _demand(row):
    row[_KEY] = _tuples(row[_KEY])
    row[_MAY_USE] = frozenset(row[_MAY_USE])
    return Demand(*row)


def _tuples(value):
    """Lists as the tuples they were: keys are compared, and lists do not compare with tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
