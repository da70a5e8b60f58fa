"""How fast a large roster is checked, and how much memory the process takes at its peak.

Run as a module it makes the workbook and measures; given a file, it is the process measured. They
are two because a child's `ru_maxrss` starts from its parent's memory, and this one stays small.
"""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import xlsxwriter
from stdnum.cn import ric

from app.registry.households.roster.checking import check_roster
from app.registry.households.roster.reading import read_roster
from app.registry.households.roster.villages import VillageName

ROOT: Final = Path(__file__).parents[2]
VILLAGES: Final = ROOT / "tests" / "data" / "villages-zone.csv"
PEOPLE: Final = 40_000
PEOPLE_IN_HOUSEHOLD: Final = 4
KIB_IN_MIB: Final = 1024
HEADER: Final = (
    "序号", "市", "县(市、区、旗)", "乡(镇)", "行政村", "自然村(组)", "户编号", "姓名", "性别",
    "证件号码", "人数", "与户主关系", "民族", "健康状况", "户类型", "联系电话", "帮扶责任人",
)  # fmt: skip


def measure() -> dict[str, object]:
    """Rows checked in a second and the peak of memory, for a workbook of 40,000 people."""
    figure: dict[str, object] = json.loads(_run())
    return figure


def district_villages() -> list[VillageName]:
    """The villages of the practice district."""
    with VILLAGES.open(encoding="utf-8") as file:
        return [
            VillageName(line["code"], line["name"], line["township_name"])
            for line in csv.DictReader(file)
        ]


def write_register(path: Path, people: int) -> None:
    """A register export of that many people, none of them with a fault."""
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for row, cells in enumerate(_lines(people), start=1):
        sheet.write_row(row, 0, cells)
    workbook.close()


def _lines(people: int) -> Iterator[list[str | int]]:
    villages = district_villages()
    chance = random.Random(20200101)
    for index in range(people):
        household, place = divmod(index, PEOPLE_IN_HOUSEHOLD)
        village = villages[household % len(villages)]
        name = "".join(chance.choices("王李张刘陈杨赵黄周吴德福秀英建国桂兰小红", k=3))
        yield [
            index + 1, "聊城市", "聊城经济技术开发区", village.township_name, village.name,
            f"{household % 9 + 1}组", f"{household:011}", name, "男", _id_number(index),
            f"{PEOPLE_IN_HOUSEHOLD}人", "之子" if place else "户主", "汉族", "健康", "一般脱贫户",
            "" if place else f"138{household:08}", f"帮包{name}",
        ]  # fmt: skip


def _id_number(index: int) -> str:
    day, order = divmod(index, 900)
    born = f"{1930 + day // 300}{day // 25 % 12 + 1:02}{day % 25 + 1:02}"
    digits = f"371599{born}{order + 100:03}"
    return digits + ric.calc_check_digit(digits + "0")


def _run(*arguments: str) -> str:
    command = [sys.executable, "-m", "tests.benchmarks.roster", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _check(path: Path) -> dict[str, object]:
    villages = district_villages()
    started = time.perf_counter()
    checked = check_roster(read_roster(path), villages)
    seconds = time.perf_counter() - started
    assert checked.people == PEOPLE
    assert not checked.faults
    return {
        "figure": "roster_check",
        "rows": checked.people,
        "rows_per_s": round(checked.people / seconds),
        "peak_mib": round(_peak_kib() / KIB_IN_MIB),
    }


def _peak_kib() -> int:
    """The most memory this program had; Linux counts it anew for each program (VmHWM)."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(_check(Path(sys.argv[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        write_register(path, PEOPLE)
        print(_run(str(path)).strip())


if __name__ == "__main__":
    _main()
