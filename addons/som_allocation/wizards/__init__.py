from . import som_backorder_cancel
from . import som_backorder_keep
