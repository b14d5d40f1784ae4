"""Which places ship an order: ``sourcing.source``. Pure, as all of the engine."""
