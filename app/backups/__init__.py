"""Backups: one sealed file that holds all of a district, put back whole or not at all."""
