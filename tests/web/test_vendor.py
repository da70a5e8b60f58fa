import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "app" / "web" / "static" / "vendor"


@pytest.fixture
def copied_vendor(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VENDOR, tmp_path / "vendor"))


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/vendor.py", "--check", "--folder", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_vendored_file_is_the_one_that_was_locked() -> None:
    result = checked(VENDOR)

    assert result.stderr == ""
    assert result.returncode == 0


def test_a_vendored_file_that_was_edited_is_named(copied_vendor: Path) -> None:
    (copied_vendor / "htmx" / "htmx.min.js").write_text("alert(1)", "utf-8")

    result = checked(copied_vendor)

    assert result.returncode == 1
    assert "htmx/htmx.min.js is not the file that was locked" in result.stderr


def test_a_vendored_file_that_is_gone_is_named(copied_vendor: Path) -> None:
    (copied_vendor / "weui" / "LICENSE").unlink()

    assert "weui/LICENSE is in the lock but not in the folder" in checked(copied_vendor).stderr


def test_a_file_nobody_locked_is_named(copied_vendor: Path) -> None:
    (copied_vendor / "weui" / "extra.css").touch()

    assert "weui/extra.css is in the folder but not in the lock" in checked(copied_vendor).stderr


def test_every_vendored_package_comes_with_its_licence() -> None:
    packages = [folder for folder in VENDOR.iterdir() if folder.is_dir()]

    assert {folder.name for folder in packages} == {
        "barcode-detector", "bootstrap", "htmx", "weui", "zxing-wasm",
    }  # fmt: skip
    assert all((folder / "LICENSE").stat().st_size > 0 for folder in packages)
