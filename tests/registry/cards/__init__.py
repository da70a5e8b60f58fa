"""A card is found by what a scanner types or a person reads out; a lost one buys nothing."""
