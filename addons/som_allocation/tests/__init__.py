from . import test_no_oversell
from . import test_policy_field_path
from . import test_policy_keys
from . import test_policy_scope
from . import test_policy_segments
from . import test_run
from . import test_policy_strategy
from . import test_policy_version
