"""What a demand may draw on.

Everything that can run out is a *limit*, so many ticks that may still be handed out:

- Of a place: a location that some demand of the product takes from, or where a protection lies. Places of a product
  lie inside one another or apart. What was granted to demands that take from anywhere in a place never exceeds the
  stock in it, so it can always be laid out on quants.
- Of a protection: what of it nobody has used. It is set aside in the places around it, like stock given to somebody.
- Of a segment's share of a product.

A *way* is one way to draw stock: the numbers of the limits that each tick is taken out of.
"""
from . import values
from .draws import put_back, take_out
from .places import Places
from .stock import available


class Capacity:
    """The limits of a snapshot: what is left of each (``left``, by number).

    What claims are sure to keep is set aside from the start, in order of rank; so whatever is drawn later, everybody
    served afterwards still finds it.

    ``free`` is what is left less what those hold whose turn is still to come. Only ``improve`` is limited by it; None
    where that is no limit.
    """

    def __init__(self, snapshot, claims):
        self.left = []
        self.free = None
        self._segments = snapshot.policy.segments
        self._around = Places(snapshot.parents).around
        self._products = {product.id: product for product in snapshot.products}
        self._places = {}  # product → {location: limit}
        self._chains = {}  # (product, location) → limits of the places around it, inmost first
        self._caps = {}  # (product, segment) → limit
        self._protections = {}  # product → [(protection, limit)]
        self._ways = {}
        self._awaited = {}  # claim → what it holds without being sure of it, as ``take_out`` told it
        self._open_places(snapshot, claims)
        self._open_caps(snapshot, claims)
        self._set_aside(snapshot, claims)
        for claim in claims:
            claim.ways = self.ways(claim.demand)
        self._await(claims)

    # what there is

    def _open_places(self, snapshot, claims):
        sources = {}
        for demand in {(claim.demand.product, claim.demand.source): claim.demand for claim in claims}.values():
            sources.setdefault(demand.product, set()).add(demand.source)
        for protection in snapshot.protections:
            if protection.product in sources:
                sources[protection.product].add(protection.source)
        for product, places in sources.items():
            self._places[product] = {place: number for number, place in enumerate(sorted(places), len(self.left))}
            self.left += [0] * len(places)
        inside = {}
        for supply in snapshot.supplies:
            for limit in self._chain(supply.product, supply.location):
                inside.setdefault(limit, []).append(supply)
        for limit, supplies in inside.items():
            self.left[limit] = available(supplies, self._tracking(supplies[0].product))

    def _open_caps(self, snapshot, claims):
        capped = {number for number, segment in enumerate(self._segments) if segment.share_cap is not None}
        if not capped:
            return
        supplies = {}
        for supply in snapshot.supplies:
            supplies.setdefault(supply.product, []).append(supply)
        totals = {product: available(stock, self._tracking(product)) for product, stock in supplies.items()}
        for product, index in {(claim.demand.product, claim.demand.segment): None for claim in claims}:
            if index in capped:
                share = totals.get(product, 0) * self._segments[index].share_cap // values.ALL
                self._caps[product, index] = self._open(share)

    def _open(self, ticks):
        self.left.append(ticks)
        return len(self.left) - 1

    def _chain(self, product, location):
        """The limits of the places that a location lies in, inmost first."""
        chain = self._chains.get((product, location))
        if chain is None:
            places = self._places.get(product, {})
            chain = tuple([places[place] for place in self._around(location) if place in places])
            self._chains[product, location] = chain
        return chain

    # what is given away before the run begins

    def _set_aside(self, snapshot, claims):
        """What stays where it is; then what is kept by right, by rank; then what is left of the protections.

        Where more is held than there is (drift), those of better rank keep theirs.
        """
        left = self.left
        unused = {}
        for protection in sorted(snapshot.protections, key=lambda each: each.id):
            if protection.product in self._places:
                self._protections.setdefault(protection.product, []).append((protection, self._open(0)))
                unused[protection.id] = max(protection.quantity, 0)
        holding = [claim for claim in claims if claim.held and claim.strategy not in values.MAY_LOSE]
        fixed = self._fix(snapshot, {claim.demand.id: claim for claim in holding if claim.strategy == values.SKIP})
        for claim in sorted(holding, key=lambda claim: claim.strategy != values.SKIP):  # stable: by rank within
            chain, cap = self._chain(claim.demand.product, claim.demand.source), self.cap(claim.demand)
            kept = claim.given = claim.kept(max(0, min([left[limit] for limit in chain])))
            for limit in chain:
                left[limit] -= kept - fixed.get(claim.demand.id, 0)
            if cap is not None:
                left[cap] -= kept
        for claim in holding if unused else ():
            self._use_up(unused, claim)
        for entries in self._protections.values():
            for protection, limit in entries:
                chain = self._chain(protection.product, protection.source)
                left[limit] = aside = min(unused[protection.id], max(0, min([left[place] for place in chain])))
                for place in chain:
                    left[place] -= aside

    def _use_up(self, unused, claim):
        """Count what a claim keeps as part of what is protected for it; further in, as far as that much is there."""
        kept, chain = claim.given, self._chain(claim.demand.product, claim.demand.source)
        for protection, _limit in self._usable(claim.demand):
            further_in = [limit for limit in self._chain(protection.product, protection.source) if limit not in chain]
            if further_in and claim.strategy == values.SKIP:
                continue  # it stays where it lies, which may be elsewhere
            used = min([unused[protection.id], kept, *[max(0, self.left[limit]) for limit in further_in]])
            unused[protection.id] -= used
            kept -= used
            for limit in further_in:
                self.left[limit] -= used

    def _fix(self, snapshot, skipped):
        """Take what nobody moves out of the places where it lies; returns demand → ticks, for what lies somewhere."""
        fixed, locations = {}, {}
        if skipped:
            locations = {supply.id: supply.location for supply in snapshot.supplies}
        for holding in snapshot.holdings if skipped else ():
            claim = skipped.get(holding.demand)
            if claim is not None and holding.supply in locations:
                fixed[holding.demand] = fixed.get(holding.demand, 0) + holding.quantity
                for limit in self._chain(claim.demand.product, locations[holding.supply]):
                    self.left[limit] -= holding.quantity
        return fixed

    def _await(self, claims):
        """Tell what is free from what somebody holds who may lose it, where somebody takes only what is free."""
        if any(claim.strategy == values.IMPROVE for claim in claims):
            holding = [claim for claim in claims if claim.held and claim.strategy in values.MAY_LOSE]
            if holding:
                self.free = list(self.left)
                for claim in holding:
                    self._awaited[claim] = take_out((self.free,), claim.ways, claim.held)

    def release(self, claim):
        """Its turn has come: what it holds without being sure of it is free, and it draws like everybody else."""
        if claim in self._awaited:
            put_back((self.free,), self._awaited.pop(claim))

    # what a demand draws on

    @property
    def all(self):
        """The lists that everything drawn is taken out of."""
        return (self.left,) if self.free is None else (self.left, self.free)

    def limiting(self, claim):
        """The lists that limit a claim."""
        return self.all if claim.strategy == values.IMPROVE else (self.left,)

    def cap(self, demand):
        """The limit of the share that the demand's segment may have; None: it may have everything."""
        return self._caps.get((demand.product, demand.segment)) if self._caps else None

    def ways(self, demand, capped=True):
        """How a demand draws: through the protections it may use, then on what is left for all."""
        guarded = demand.may_use if demand.product in self._protections else None
        cap = self.cap(demand) if capped else None
        key = demand.product, demand.source, cap, guarded
        ways = self._ways.get(key)
        if ways is None:
            chain, share = self._chain(demand.product, demand.source), () if cap is None else (cap,)
            self._ways[key] = ways = (
                *[self._through(entry, chain) + share for entry in self._usable(demand)], chain + share)
        return ways

    def _usable(self, demand):
        """The protections that a demand may use, those first which lie inmost: they leave it most."""
        if not demand.may_use:
            return []
        around, near = self._around(demand.source), []
        for protection, limit in self._protections.get(demand.product, ()):
            if protection.id in demand.may_use:
                if protection.source in around:
                    near.append((around.index(protection.source), protection.id, (protection, limit)))
                elif demand.source in self._around(protection.source):
                    near.append((0, protection.id, (protection, limit)))
        return [entry for _distance, _id, entry in sorted(near, key=lambda each: each[:2])]

    def _through(self, entry, chain):
        """The way through a protection: around it the stock is set aside already, further in it is not."""
        protection, limit = entry
        theirs = self._chain(protection.product, protection.source)
        return limit, *[place for place in chain if place not in theirs]

    def is_protected(self, product):
        return product in self._protections

    def physical(self, demand):
        """What there is for a demand if nothing were protected, its own protections included."""
        aside = {}
        for protection, limit in self._protections.get(demand.product, ()):
            for place in self._chain(protection.product, protection.source):
                aside[place] = aside.get(place, 0) + self.left[limit]
        chain = self._chain(demand.product, demand.source)
        return max(0, min([self.left[place] + aside.get(place, 0) for place in chain]))

    def whole(self, product):
        """Ticks of one whole unit of a product."""
        return self._products[product].whole if product in self._products else 1

    def _tracking(self, product):
        return self._products[product].tracking if product in self._products else "none"
