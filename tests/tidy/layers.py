"""The import order as pyproject.toml has it, and the tool that checks it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.tidy.reading import ROOT


def import_order() -> list[str]:
    """The layers from high to low, as they stand in the contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(c["layers"] for c in contracts if c["id"] == "layers")
    return layers


def broken_contracts(folder: Path) -> str:
    """What import-linter objects to in the app/ of a folder; empty when all is well.

    The contracts are those of the folder's pyproject.toml. The tool runs in a process of its own:
    what is imported here must not answer for what stands there.
    """
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is missing; `make test` installs it"
    answer = subprocess.run(
        [command, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    return answer.stdout + answer.stderr if answer.returncode else ""
