"""What should be true, in plain dicts and whole numbers; it imports nothing of the house."""
