"""What comes to a shelf and what leaves it."""
