from . import test_explain
from . import test_explain_rights
from . import test_no_oversell
from . import test_policy_scope
from . import test_policy_segments
from . import test_run
