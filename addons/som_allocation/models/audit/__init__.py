from . import som_stock_audit
from . import som_stock_audit_finding
from . import som_stock_audit_look
from . import som_stock_audit_repair
