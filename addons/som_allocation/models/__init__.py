from . import policy
from . import audit
from . import backorder
from . import guard
from . import ledger
from . import run
from . import assign
from . import event
