from . import test_no_oversell
