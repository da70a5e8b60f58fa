"""The price list: goods, barcodes, point prices."""
