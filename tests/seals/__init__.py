"""Seals: tampering, truncation and forged rows are found and named."""
