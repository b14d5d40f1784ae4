from . import test_promise_brought
from . import test_promise_production
from . import test_shortage_production
from . import test_sourcing_production
