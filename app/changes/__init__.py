"""Households change: people come and go, households split, merge, move, leave and return."""
