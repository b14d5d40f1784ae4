from . import checks
from . import models
from . import wizards


def uninstall_hook(env):
    """The ledger's table goes with the module; its guard must not outlive it."""
    env.cr.execute("DROP FUNCTION IF EXISTS som_milestone_is_append_only() CASCADE")
