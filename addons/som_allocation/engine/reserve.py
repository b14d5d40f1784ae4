"""A policy as it holds between runs, where orders are reserved as they come: nobody loses what he has.

Stock that is free goes to the lines at hand in the order of the policy. Taking back is for runs alone, which people
can look at before, and undo.
"""
from dataclasses import replace

from .values import FILL, IMPROVE, LOSE, SKIP

_BETWEEN_RUNS = {FILL: SKIP, LOSE: SKIP, SKIP: SKIP}


def reserving(snapshot):
    """The snapshot with every strategy reduced to taking what is free."""
    segments = tuple(replace(segment, strategy=_reduced(segment.strategy)) for segment in snapshot.policy.segments)
    return replace(
        snapshot, policy=replace(snapshot.policy, segments=segments),
        demands=tuple(replace(demand, strategy=_reduced(demand.strategy)) if demand.strategy else demand
                      for demand in snapshot.demands))


def _reduced(strategy):
    return _BETWEEN_RUNS.get(strategy, IMPROVE)
