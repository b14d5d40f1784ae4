from . import som_health_finding
from . import som_health_run

from . import som_partner_key
from . import som_partner_duplicate

from . import base_partner_merge_automatic_wizard
from . import res_company
from . import res_config_settings
from . import som_health_addresses
from . import som_health_dashboard
from . import som_health_prices
from . import som_health_prices_cost
from . import som_health_products
from . import som_health_steps
from . import som_partner_compare
from . import som_partner_comparison
from . import som_partner_merge
