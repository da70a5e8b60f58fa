"""Which village a roster means: by its full name, or as people shorten it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# 李太屯社区居民委员会 → 李太屯社区, 韩集新村村委会 → 韩集新村村, 大学城新村委会 → 大学城新村.
COMMITTEES: Final = (
    ("社区", "居民委员会"),
    ("社区", "居委会"),
    ("社区", "居委"),
    ("村", "民委员会"),
    ("村", "委会"),
    ("村", "委"),
    ("", "居民委员会"),
    ("", "居委会"),
)
KINDS: Final = ("社区", "新村", "村")
# A village that was rebuilt is called 新村; people go on saying 村.
SAME_KIND: Final = {"新村": "村"}
GOVERNMENT: Final = "人民政府"
TOWNSHIP_ENDS: Final = ("街道办事处", "办事处", "街道办", "街道", "乡", "镇", "办")


@dataclass(frozen=True)
class VillageName:
    """A village of the district, as the list of places has it."""

    code: str
    name: str
    township_name: str


@dataclass(frozen=True)
class _Known:
    village: VillageName
    township: str
    plain: str
    stem: str
    kind: str


class VillageFinder:
    """Looks names up; equal questions are answered from memory, a roster asks few."""

    def __init__(self, villages: Iterable[VillageName]) -> None:
        self._known = [_known(village) for village in villages]
        self._answers: dict[tuple[str, str], tuple[VillageName, ...]] = {}

    def find(self, name: str, township: str = "") -> tuple[VillageName, ...]:
        """The villages that fit: one when all is well, none when unknown, more when ambiguous.

        The exact name goes first, then the name without its committee, then without its kind.
        """
        if (name, township) not in self._answers:
            self._answers[name, township] = tuple(self._search(name, township))
        return self._answers[name, township]

    def _search(self, name: str, township: str) -> Iterator[VillageName]:
        if not name:
            return
        if not township:
            township, name = self._split_township(name)
        near = self._known
        if township:
            near = [known for known in near if known.township == _township_stem(township)]
        asked = _known(VillageName("", name, ""))
        by_name = [known for known in near if known.village.name == name]
        by_plain = [known for known in near if known.plain == asked.plain]
        by_stem = [known for known in near if _is_same_stem(known, asked)]
        for known in by_name or by_plain or by_stem:
            yield known.village

    def _split_township(self, name: str) -> tuple[str, str]:
        """北城街道光岳社区 → 北城街道, 光岳社区."""
        for known in self._known:
            township = known.village.township_name
            if name.startswith(township) and name != township:
                return township, name.removeprefix(township)
        return "", name


def _known(village: VillageName) -> _Known:
    plain = _without_committee(village.name)
    kind = next((kind for kind in KINDS if plain.endswith(kind) and plain != kind), "")
    return _Known(
        village=village,
        township=_township_stem(village.township_name),
        plain=plain,
        stem=plain.removesuffix(kind),
        kind=SAME_KIND.get(kind, kind),
    )


def _without_committee(name: str) -> str:
    for kept, committee in COMMITTEES:
        if name.endswith(kept + committee):
            name = name.removesuffix(committee)
            break
    return name.removesuffix("村") if name.endswith("村村") else name


def _is_same_stem(known: _Known, asked: _Known) -> bool:
    kinds = {known.kind, asked.kind} - {""}
    return known.stem == asked.stem and len(kinds) <= 1


def _township_stem(township: str) -> str:
    township = township.removesuffix(GOVERNMENT)
    for end in TOWNSHIP_ENDS:
        if township.endswith(end) and township != end:
            return township.removesuffix(end)
    return township
