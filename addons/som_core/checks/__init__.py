"""Built-in checks of orders: one small function each, registered by name.

``registry`` says what a check is; the other files hold the functions, a file
for each group. Another addon adds its own with the same decorator.
"""
from . import registry
from . import price
from . import product
from . import quantity
from . import delivery
from . import requested
from . import customer
from . import credit
