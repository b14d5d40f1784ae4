from . import som_backorder_cancel
from . import som_backorder_keep
from . import som_sourcing_reject
from . import som_sourcing_reject_line
from . import som_sourcing_where
