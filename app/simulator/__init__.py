"""A seeded simulator: random work on a tiny world, held against a small model of its own."""
