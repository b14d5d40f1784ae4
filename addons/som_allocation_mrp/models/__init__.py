from . import product_product
from . import som_promise
from . import som_promise_recipe
from . import som_promise_run
from . import som_promise_lines
from . import som_promise_key
from . import sale_order_line
