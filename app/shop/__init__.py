"""Goods, stock, and the till."""
