from . import audit
from . import guard
from . import ledger
from . import policy
