"""The practice district."""
