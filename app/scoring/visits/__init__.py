"""A visit happened: who went to whom, when, and whether somebody was at home."""
