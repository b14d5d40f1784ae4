from . import test_no_oversell
from . import test_policy_scope
from . import test_policy_segments
from . import test_run
from . import test_protection
from . import test_protection_amounts
from . import test_protection_screens
