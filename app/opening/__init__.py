"""What is new gets its account in the same unit: a store, the households of a roster."""
