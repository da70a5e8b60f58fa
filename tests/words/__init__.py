"""Codes become sentences."""
