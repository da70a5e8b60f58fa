"""Figures, one JSON object a line."""
