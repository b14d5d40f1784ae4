from . import backorder
from . import guard
from . import ledger
from . import policy
