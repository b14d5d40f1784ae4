from . import som_allocation_event
from . import som_allocation_run
from . import stock_move
