"""The 20 business areas of standardization, and the names that the published figures have for them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from analyzer.generator.areas import KNOWN, Area

AREA_IDS = (
    "jumin", "inkan", "koseki", "fuhyo", "senkyo", "kojin-juminzei", "hojin-juminzei", "kotei-shisanzei", "keiji", "shugaku",
    "kenko", "jido-fuyo", "seiho", "shogai", "kaigo", "kokuho", "koki", "nenkin", "jido-teate", "kosodate",
)  # fmt: skip
"""In the order of their business IDs. 収納管理 and 滞納管理 belong to the taxes, 火葬等許可 to 戸籍: no areas of their own."""

_BY_ID = {area.id: area for area in KNOWN}
AREAS: tuple[Area, ...] = tuple(_BY_ID[id] for id in AREA_IDS)
AREA = {area.id: area for area in AREAS}

COMMON = "common"
"""What stands for 共通機能, the 21st system of the list of extended deadlines: no area, no progress is published."""

_ALIASES = {
    "jumin": ("住民基本台帳", "住基", "住民基本台帳事務"),
    "fuhyo": ("戸籍附票",),
    "senkyo": ("選挙", "選挙人名簿"),
    "kojin-juminzei": ("個人市民税", "個人市町村民税"),
    "hojin-juminzei": ("法人市民税", "法人市町村民税"),
    "keiji": ("軽自動車税(種別割)",),
    "shugaku": ("就学事務",),
    "shogai": ("障がい者福祉",),
    "kokuho": ("国保",),
    "koki": ("後期高齢", "後期高齢者医療制度"),
    "kosodate": ("子ども子育て支援", "子供・子育て支援", "こども・子育て支援"),
    COMMON: ("共通機能",),
}

BUSINESS_IDS = frozenset(f"{number:03d}" for number in range(1, 40))
"""001 to 039, as the national list of approvals counts."""

AREA_OF_BUSINESS = {business: area.id for area in AREAS for business in area.businesses}
"""就学 is 017 and 018, 選挙人名簿管理 005 to 009; parts of several areas (014 収納管理, 035 レセプト管理 …) and common functions have none."""


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """The form in which names are compared: NFKC, without spaces and case, ヶ as ケ and ッ as ツ (鎌ヶ谷市 = 鎌ケ谷市)."""
    folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.replace("ヶ", "ケ").replace("ッ", "ツ")


_NAMED = {plain(area.name): area.id for area in AREAS} | {
    plain(alias): id for id, aliases in _ALIASES.items() for alias in aliases
}


def area_named(name: str) -> str | None:
    """The id of the area, or `COMMON`; None for a name that means none."""
    return _NAMED.get(plain(name))


def names_known() -> tuple[str, ...]:
    """What to suggest where a name is unknown."""
    return tuple(area.name for area in AREAS)
