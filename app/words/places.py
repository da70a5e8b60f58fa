"""Names of villages: short on a phone, whole under a seal."""

from typing import Final

_COMMITTEE: Final = "委员会"
_OF_COMMUNITY, _OF_VILLAGE, _OF_VILLAGE_SHORT = "居民委员会", "村民委员会", "村委会"
_COMMUNITY: Final = "社区"


def village_short(name: str) -> str:
    """李太屯社区居民委员会 → 李太屯社区; 韩集新村村委会 → 韩集新村: as people say it."""
    for ending in (_OF_VILLAGE, _OF_VILLAGE_SHORT):
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return stem if stem.endswith("村") else f"{stem}村"
    return name.removesuffix(_OF_COMMUNITY) or name


def committee_name(village_name: str) -> str:
    """Who signs in a village: its committee, by its whole name."""
    if village_name.endswith(_OF_VILLAGE_SHORT):
        return village_name.removesuffix(_OF_VILLAGE_SHORT) + _OF_VILLAGE
    if village_name.endswith(_COMMITTEE):
        return village_name
    return village_name + (_OF_COMMUNITY if village_name.endswith(_COMMUNITY) else _OF_VILLAGE)
