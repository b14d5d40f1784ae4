from . import test_no_oversell
from . import test_run
