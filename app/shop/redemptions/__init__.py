"""The till: a basket becomes a receipt; points and goods move together."""
