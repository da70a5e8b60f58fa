"""Points move, and only as transfers."""
