from . import test_backorder_list
from . import test_backorder_notice
from . import test_backorder_rank
from . import test_no_oversell
from . import test_policy_scope
from . import test_policy_segments
from . import test_run
from . import test_shipping_policy
