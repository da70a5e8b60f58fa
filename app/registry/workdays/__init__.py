"""Which days are worked in China, year by year."""
