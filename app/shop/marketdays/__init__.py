"""Market days: the mobile store comes to the villages, and goes home empty."""
