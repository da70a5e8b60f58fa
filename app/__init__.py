"""Jifen: a village points programme from end to end."""
