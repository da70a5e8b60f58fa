"""Append-only moves of goods, and how much stands on each shelf now."""
