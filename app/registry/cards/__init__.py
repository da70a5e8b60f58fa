"""Points cards: issue, report lost, reissue; code and number with check digit."""
