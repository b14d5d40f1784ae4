from . import models
from . import wizards


def uninstall_hook(env):
    """The guard of the quants must not outlive the module, nor must its index."""
    env.cr.execute("""
        DROP FUNCTION IF EXISTS som_stock_quant_guard() CASCADE;
        DROP INDEX IF EXISTS som_stock_quant_key_idx;
    """)
