"""Keys, retention, erasure, and what leaves the house about people."""
