"""A roster file from the office's own Excel: opened, understood and checked, nothing stored.

The way in: `check_roster(read_roster(content, file_name), villages)`.
"""
