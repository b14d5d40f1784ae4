from . import test_audit
from . import test_audit_repair
from . import test_no_oversell
