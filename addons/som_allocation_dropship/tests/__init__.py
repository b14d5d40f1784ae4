from . import test_dropship_sourcing
from . import test_dropship_rules
from . import test_dropship_changes
from . import test_dropship_promise
from . import test_dropship_units
