"""The practice district: real places, invented people, four months of points."""
