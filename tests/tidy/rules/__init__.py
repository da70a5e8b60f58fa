"""The house rules: each takes what it looks at and gives what it found; none reads a file.

Those in FILE_RULES judge one Python file of app/ alone; those in `whole` judge files together.
"""

from tests.tidy.reading import Rule
from tests.tidy.rules import place, rows_and_time, shape

FILE_RULES: tuple[Rule, ...] = (
    rows_and_time.commits,
    rows_and_time.clocks,
    rows_and_time.naive_instants,
    rows_and_time.backrefs,
    rows_and_time.old_queries,
    rows_and_time.sql_in_pages,
    place.late_imports,
    place.flask_below_the_pages,
    place.chinese_in_slices,
    shape.missing_docstrings,
    shape.long_functions,
    shape.long_files,
    shape.many_positional,
    shape.catch_alls,
)
