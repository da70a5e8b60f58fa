"""Where: district, townships, villages by official division code; stores as places of their own."""
