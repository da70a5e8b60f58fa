"""Reading across wings: the check of all books, progress, lists for export."""
