from . import purchase_order
from . import purchase_order_line
from . import sale_order
from . import sale_order_line
from . import som_promise
from . import stock_warehouse_orderpoint
from . import som_shortage
from . import som_shortage_cure
