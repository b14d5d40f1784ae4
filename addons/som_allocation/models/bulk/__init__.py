"""Many orders at once: what native code asks again for each line is asked once. What comes out is the same."""
from . import account_analytic_distribution_model
from . import mail_alias
from . import sale_order_line_analytic
from . import sale_order_line_company
from . import sale_order_line_orderpoint
from . import sale_order_line_reference
from . import sale_order_reply
from . import stock_move_company
from . import stock_move_merge
from . import stock_move_orderpoint
from . import stock_move_transfer
from . import stock_picking_reply
from . import stock_picking_state
from . import stock_rule
from . import stock_warehouse_orderpoint
