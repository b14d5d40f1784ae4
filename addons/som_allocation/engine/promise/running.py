"""Making that is under way ends when its components allow it, whatever was planned."""
from dataclasses import replace

from .promising import promise
from .values import End, Late, Part

LEVELS = 20  #: runs that wait for each other in a row; nobody builds deeper


def settle(runs, wants, batches, *others, **more):
    """When runs are through, and the batches as they come then.

    What a run lacks may be what another brings: dates are worked out again until none moves any more.

    :param runs: ``values.Run``
    :param others: as ``promise`` takes them
    :return: (list of batches, dict: run id → ``values.End``)
    """
    ends = {run.id: End(run.finish) for run in runs}
    lacking = {want for run in runs for want in run.wants}
    products = {want.id: want.product for want in wants}
    ahead = wants[:max((place for place, want in enumerate(wants, 1) if want.id in lacking), default=0)]
    brought = {batch: run.id for run in runs for batch in run.batches}
    for _level in range(LEVELS if runs else 0):
        found = promise(ahead, _moved(batches, brought, ends), *others, **more) if ahead else {}
        before, ends = ends, {run.id: _end(run, found, ends, products, runs) for run in runs}
        if ends == before:
            break
    return _moved(batches, brought, ends), ends


def _moved(batches, brought, ends):
    moved = []
    for batch in batches:
        end = ends.get(brought.get(batch.id)) or End(batch.date)
        if end.date is not None:
            moved.append(replace(batch, date=max(batch.date, end.date), waits=end.waits) if end.waits else batch)
    return moved


def _end(run, found, ends, products, others):
    """Its components, and the time it takes; as planned, where they come in time."""
    comes = [(batch.date, Late(batch.product, Part(batch.quantity, batch.date, batch=batch.id))) for batch in run.comes]
    for want in run.wants:
        if want in found:
            ready = found[want]
            part = ready.parts[-1] if ready.parts and ready.date is not None else None
            comes.append((ready.date, Late(products[want], part)))
    comes += [(ends[other.id].date, ends[other.id].waits or Late(other.product, Part(
        0, ends[other.id].date, batch=other.batches[0]))) for other in others if other.id in run.after]
    for date, late in comes:
        if date is None:
            return End(None, late)
    last, late = max(comes, key=lambda come: come[0], default=(run.start, None))
    if last <= run.start:
        return End(run.finish)
    return End(max(run.finish, last + run.finish - run.start), late)
