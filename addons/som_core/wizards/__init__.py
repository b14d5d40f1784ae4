from . import som_hold_waive
