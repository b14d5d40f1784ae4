"""What is kept for some, as batches that others pass by.

A protection keeps the goods that are there first: on hand, then what comes next. Where several speak of the same goods
each keeps its own, in order of id.
"""
from dataclasses import replace


def protect(batches, protections, places):
    """Batches, split where a part of them is kept for somebody.

    :param protections: ``engine.values.Protection``: product, source, and the ticks of it that are not used up
    :param places: ``engine.places.Places``
    :return: list of batches; their sum is what it was
    """
    done, open_batches = [], sorted(batches, key=lambda batch: (batch.date, batch.location, batch.id))
    for protection in sorted(protections, key=lambda protection: protection.id):
        rest, kept, after = protection.quantity, [], []
        for batch in open_batches:
            ticks = _keeps(batch, protection, places) and min(rest, batch.quantity)
            if ticks > 0:
                rest -= ticks
                kept.append(replace(batch, quantity=ticks, protection=protection.id))
            if batch.quantity > ticks:
                after.append(replace(batch, quantity=batch.quantity - ticks) if ticks else batch)
        done += kept
        open_batches = after
    return done + open_batches


def _keeps(batch, protection, places):
    return batch.product == protection.product and places.inside(batch.location, protection.source)
