"""Confirming many orders at once: what native code asks again for each line is asked once. Nothing comes out otherwise."""
from . import account_analytic_distribution_model
from . import sale_order_line
from . import stock_move_company
from . import stock_move_orderpoint
from . import stock_rule
from . import stock_warehouse_orderpoint
