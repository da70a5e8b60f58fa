"""`python -m tests.promises [I1 ...]`: take each mechanism out of a copy, see its test go red."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.promises.cuts import copied_to, cuts, is_noticed


def main() -> int:
    """Say of each cut whether it was noticed; 1 when one of them was not."""
    known = sorted({cut.promise for cut in cuts()}, key=lambda name: int(name[1:]))
    parser = argparse.ArgumentParser(prog="python -m tests.promises", description=__doc__)
    parser.add_argument("promises", nargs="*", metavar="I1", help="of these promises only")
    asked = set(parser.parse_args().promises)
    if not asked.issubset(known):
        parser.error(f"there are the promises {' '.join(known)}")

    tried = [cut for cut in cuts() if not asked or cut.promise in asked]
    survived = 0
    with tempfile.TemporaryDirectory(prefix="jifen-cuts-") as folder:
        copy = copied_to(Path(folder) / "house")
        for cut in tried:
            noticed = is_noticed(cut, copy)
            survived += not noticed
            said = "noticed" if noticed else "SURVIVED"
            print(f"{cut.promise:4} {said:9} {cut.what}: {cut.test}", flush=True)
    print(f"{len(tried)} cuts, {survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
