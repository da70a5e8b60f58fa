"""Scorecards in dated versions."""
