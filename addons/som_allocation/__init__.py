from . import models
from . import wizards


def uninstall_hook(env):
    """What guards tables in the database must not outlive the module, nor must the index of the quants."""
    env.cr.execute("""
        DROP FUNCTION IF EXISTS som_stock_quant_guard() CASCADE;
        DROP FUNCTION IF EXISTS som_allocation_policy_version_is_append_only() CASCADE;
        DROP INDEX IF EXISTS som_stock_quant_key_idx;
    """)
