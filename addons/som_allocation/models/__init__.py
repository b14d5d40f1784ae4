from . import policy
from . import guard
from . import ledger
from . import run
from . import assign
from . import event
from . import protection
