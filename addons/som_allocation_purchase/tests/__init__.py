from . import test_replenish_race
from . import test_promise_purchase
from . import test_shortage_purchase
from . import test_shortage_rights
from . import test_rule_purchase
