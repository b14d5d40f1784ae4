"""The engine package as ``engine``."""
from tests import pure

FOLDER = pure.load("som_allocation", "engine")
pure.same_examples_everywhere()
