from . import test_promise_production
