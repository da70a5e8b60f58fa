"""All columns with sealed values, for rotating keys and for looking whether each value opens."""

from collections.abc import Sequence

from app.kernel.kept import Kept
from app.registry.accounts.rekeying import authenticator_column
from app.registry.households.rekeying import people_columns


def sealed_columns() -> Sequence[Kept]:
    """Every column that a new key seals anew; what was erased is in none."""
    return [*people_columns(), authenticator_column()]
