"""Who: the registered households, their members, who serves them."""
