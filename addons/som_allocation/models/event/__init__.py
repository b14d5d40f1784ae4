from . import sale_order
from . import som_allocation_event
from . import som_allocation_run
from . import som_hold
from . import stock_move
