"""Two sheets of one household in one month: compared, and a third person decides."""
