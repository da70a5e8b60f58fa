"""Goods, their barcodes, and point prices by date."""
