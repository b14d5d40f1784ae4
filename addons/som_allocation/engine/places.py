"""Which location lies in which."""


class Places:
    """Locations as a tree, asked from below; each is walked up once."""

    def __init__(self, parents):
        self._parents = parents
        self._around = {}

    def around(self, location):
        """The locations that a location lies in: itself, then from the innermost outwards."""
        found = self._around.get(location)
        if found is None:
            parent = self._parents.get(location)
            found = self._around[location] = (location, *(self.around(parent) if parent else ()))
        return found

    def inside(self, location, outer):
        """Whether a location is ``outer`` or lies in it."""
        return outer in self.around(location)
