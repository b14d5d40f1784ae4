from . import som_sourcing_reject_vendor
