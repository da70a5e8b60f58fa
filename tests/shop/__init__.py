"""Goods, shelves, and the till."""
