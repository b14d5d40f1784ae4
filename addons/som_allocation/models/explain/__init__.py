from . import som_allocation_words
from . import som_allocation_run_line
from . import som_allocation_run_line_customer
from . import sale_order
