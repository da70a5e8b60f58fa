"""Users and what they did."""
