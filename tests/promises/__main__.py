"""`python -m tests.promises`: take each mechanism out of a copy, and see its test go red."""

import sys
import tempfile
from pathlib import Path

from tests.promises.cuts import copied_to, cuts, is_noticed


def main() -> int:
    """Say of each cut whether it was noticed; 1 when one of them was not."""
    survived = 0
    with tempfile.TemporaryDirectory(prefix="jifen-cuts-") as folder:
        copy = copied_to(Path(folder) / "house")
        for cut in cuts():
            noticed = is_noticed(cut, copy)
            survived += not noticed
            said = "noticed" if noticed else "SURVIVED"
            print(f"{cut.promise:4} {said:9} {cut.what}: {cut.test}", flush=True)
    print(f"{len(cuts())} cuts, {survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
