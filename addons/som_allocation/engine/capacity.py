"""What a demand may draw on.

Every limit is a *room*: so many ticks that may still be handed out of it.

- A place: a location that some demand of the product takes from, or where a protection lies. Places of a product lie
  inside one another or apart. What was granted to demands that take from anywhere in a place never exceeds the stock
  in it, so it can always be laid out on quants.
- A protection: what of it nobody has used. It is set aside in the places around it, like stock given to somebody.
- The share of a product that a segment may have.
- What is free in a place: what nobody holds whose turn is still to come. Only ``improve`` is limited by it.
"""
from . import values
from .stock import available


class Way:
    """One way to draw stock: each tick is taken out of all ``limits``, none may end below 0.

    ``counted`` are taken from as well, but do not limit. ``refunds`` get it back: places inside the demand's own, in
    which less is set aside once it has used their protection.
    """

    __slots__ = ("counted", "limits", "refunds")

    def __init__(self, limits, counted=(), refunds=()):
        self.limits = limits
        self.counted = counted
        self.refunds = refunds


class Rooms:
    """The rooms of a snapshot, and what is left in each (``left``, by room number).

    What claims are sure to keep is set aside from the start, in order of rank; so whatever is drawn later, everybody
    served afterwards still finds it.
    """

    def __init__(self, snapshot, claims):
        self.left = []
        self._snapshot = snapshot
        self._products = {product.id: product for product in snapshot.products}
        self._ancestors = {}
        self._places = {}  # product → {location: room}
        self._chains = {}  # (product, location) → rooms of the places around it, inmost first
        self._free = {}  # room of a place → the room for what is free in it
        self._caps = {}  # (product, segment) → room
        self._protections = {}  # product → [(protection, room)]
        self._ways = {}
        self._open_places(claims)
        self._open_caps(claims)
        self._set_aside(claims)
        for claim in claims:
            claim.ways = self.ways_of(claim)

    # what there is

    def _open_places(self, claims):
        snapshot, left = self._snapshot, self.left
        locations = {}
        for claim in claims:
            locations.setdefault(claim.demand.product, set()).add(claim.demand.source)
        for protection in snapshot.protections:
            if protection.product in locations:
                locations[protection.product].add(protection.source)
                self._protections.setdefault(protection.product, []).append([protection, None])
        for product, sources in locations.items():
            self._places[product] = {source: number for number, source in enumerate(sorted(sources), len(left))}
            left += [0] * len(sources)
        inside = {}
        for supply in snapshot.supplies:
            for room in self.chain(supply.product, supply.location):
                inside.setdefault(room, []).append(supply)
        for room, supplies in inside.items():
            left[room] = available(supplies, self._tracking(supplies[0].product))
        self._open_free(claims)

    def _open_free(self, claims):
        """Rooms for what is free, where somebody is limited by it."""
        for product in sorted({claim.demand.product for claim in claims if claim.strategy == values.IMPROVE}):
            for place in self._places[product].values():
                self._free[place] = self._open(self.left[place])

    def _open_caps(self, claims):
        segments = self._snapshot.policy.segments
        capped = {index for index, segment in enumerate(segments) if segment.share_cap is not None}
        if not capped:
            return
        supplies = {}
        for supply in self._snapshot.supplies:
            supplies.setdefault(supply.product, []).append(supply)
        for claim in claims:
            product, index = claim.demand.product, claim.demand.segment
            if index in capped and (product, index) not in self._caps:
                total = available(supplies.get(product, ()), self._tracking(product))
                self._caps[product, index] = self._open(total * segments[index].share_cap // values.ALL)

    def _open(self, ticks):
        self.left.append(ticks)
        return len(self.left) - 1

    def around(self, location):
        """The location and all that it lies in, inmost first."""
        chain = self._ancestors.get(location)
        if chain is None:
            chain, parents = [location], self._snapshot.parents
            while (parent := parents.get(chain[-1])) and parent not in chain:
                chain.append(parent)
            self._ancestors[location] = chain
        return chain

    def chain(self, product, location):
        """The rooms of the places that a location lies in, inmost first."""
        chain = self._chains.get((product, location))
        if chain is None:
            places = self._places.get(product, {})
            chain = tuple(places[place] for place in self.around(location) if place in places)
            self._chains[product, location] = chain
        return chain

    # what is given away before the run begins

    def _set_aside(self, claims):
        """What stays where it is; then what is kept by right, by rank; then what is left of the protections.

        Where more is held than there is (drift), those of better rank keep theirs.
        """
        left = self.left
        holding = [claim for claim in claims if claim.held]
        unused = {protection.id: max(protection.quantity, 0) for protection in self._snapshot.protections}
        for claim in sorted(holding, key=lambda claim: claim.strategy != values.SKIP):  # stable: by rank within
            chain = self.chain(claim.demand.product, claim.demand.source)
            kept = claim.given = claim.kept(max(0, min(left[room] for room in chain)))
            awaited = claim.held if claim.strategy in values.MAY_LOSE else kept
            for room in chain:
                left[room] -= kept
                if room in self._free:
                    left[self._free[room]] -= awaited
            cap = self.cap(claim.demand)
            if cap is not None:
                left[cap] -= kept
            for protection in self._usable(claim.demand):
                used = min(unused[protection[0].id], kept)
                unused[protection[0].id] -= used
                kept -= used
        for product in sorted(self._protections):
            for entry in sorted(self._protections[product], key=lambda entry: entry[0].id):
                self._protect(entry, unused[entry[0].id])

    def _protect(self, entry, unused):
        chain = self.chain(entry[0].product, entry[0].source)
        aside = min(unused, max(0, min(self.left[room] for room in chain)))
        for room in chain:
            self.left[room] -= aside
        entry[1] = self._open(aside)

    # ways

    def _usable(self, demand):
        """The protections that a demand may use, those first which lie inmost: they leave it most."""
        entries = self._protections.get(demand.product)
        if not entries or not demand.may_use:
            return []
        around = self.around(demand.source)
        near = []
        for entry in entries:
            protection = entry[0]
            if protection.id not in demand.may_use:
                continue
            if protection.source in around:
                near.append((around.index(protection.source), protection.id, entry))
            elif demand.source in self.around(protection.source):
                near.append((0, protection.id, entry))
        return [entry for _distance, _id, entry in sorted(near)]

    def ways_of(self, claim):
        return self.ways(claim.demand, self.cap(claim.demand), claim.strategy == values.IMPROVE)

    def cap(self, demand):
        """The room of the share that the demand's segment may have; None: no limit."""
        return self._caps.get((demand.product, demand.segment)) if self._caps else None

    def ways(self, demand, cap, improves):
        """How a demand draws: through the protections it may use, then on what is left for all."""
        guarded = demand.may_use if demand.product in self._protections else None
        key = demand.product, demand.source, cap, improves, guarded
        ways = self._ways.get(key)
        if ways is None:
            chain = self.chain(demand.product, demand.source)
            free = tuple(self._free[room] for room in chain if room in self._free)
            always = (() if cap is None else (cap,)) + (free if improves else ())
            counted = () if improves else free
            self._ways[key] = ways = (
                *(self._through(entry, chain, always, counted) for entry in self._usable(demand)),
                Way(chain + always, counted))
        return ways

    def _through(self, entry, chain, always, counted):
        """The way through a protection: what is set aside around it is given to the demand, all else stays."""
        protection, room = entry
        theirs = self.chain(protection.product, protection.source)
        inside = tuple(place for place in chain if place not in theirs)
        between = tuple(place for place in theirs if place not in chain)
        return Way((room, *inside, *always), counted, between)

    def whole(self, product):
        """Ticks of one whole unit of a product."""
        return self._products[product].whole if product in self._products else 1

    def _tracking(self, product):
        return self._products[product].tracking if product in self._products else "none"

    def is_protected(self, product):
        return product in self._protections

    def physical(self, demand):
        """What there is for a demand if nothing were protected."""
        aside = {}
        for protection, room in self._protections.get(demand.product, ()):
            for place in self.chain(protection.product, protection.source):
                aside[place] = aside.get(place, 0) + self.left[room]
        chain = self.chain(demand.product, demand.source)
        return max(0, min(self.left[place] + aside.get(place, 0) for place in chain))

    def release(self, claim):
        """Its turn has come: what it holds without being sure of it is free, and it draws like everybody else."""
        if self._free and claim.held and claim.strategy in values.MAY_LOSE:
            for room in self.chain(claim.demand.product, claim.demand.source):
                if room in self._free:
                    self.left[self._free[room]] += claim.held
