"""The 47 prefectures, in the order of their numbers, and how many municipalities each has.

Source: 全国地方公共団体コード (Ministry of Internal Affairs and Communications, JIS X 0401): 1,718 cities, towns and villages and the
23 special wards of Tokyo, unchanged since 2018-10. The six villages of the Northern Territories are not counted, as they are not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from analyzer.messages import Text
from analyzer.nation.areas import plain


class Prefecture(NamedTuple):
    """`number` is 1 to 47, the first two digits of its municipalities' codes."""

    number: int
    name: Text
    municipalities: int


_ROWS = (
    ("北海道", "Hokkaido", 179), ("青森県", "Aomori", 40), ("岩手県", "Iwate", 33),
    ("宮城県", "Miyagi", 35), ("秋田県", "Akita", 25), ("山形県", "Yamagata", 35),
    ("福島県", "Fukushima", 59), ("茨城県", "Ibaraki", 44), ("栃木県", "Tochigi", 25),
    ("群馬県", "Gunma", 35), ("埼玉県", "Saitama", 63), ("千葉県", "Chiba", 54),
    ("東京都", "Tokyo", 62), ("神奈川県", "Kanagawa", 33), ("新潟県", "Niigata", 30),
    ("富山県", "Toyama", 15), ("石川県", "Ishikawa", 19), ("福井県", "Fukui", 17),
    ("山梨県", "Yamanashi", 27), ("長野県", "Nagano", 77), ("岐阜県", "Gifu", 42),
    ("静岡県", "Shizuoka", 35), ("愛知県", "Aichi", 54), ("三重県", "Mie", 29),
    ("滋賀県", "Shiga", 19), ("京都府", "Kyoto", 26), ("大阪府", "Osaka", 43),
    ("兵庫県", "Hyogo", 41), ("奈良県", "Nara", 39), ("和歌山県", "Wakayama", 30),
    ("鳥取県", "Tottori", 19), ("島根県", "Shimane", 19), ("岡山県", "Okayama", 27),
    ("広島県", "Hiroshima", 23), ("山口県", "Yamaguchi", 19), ("徳島県", "Tokushima", 24),
    ("香川県", "Kagawa", 17), ("愛媛県", "Ehime", 20), ("高知県", "Kochi", 34),
    ("福岡県", "Fukuoka", 60), ("佐賀県", "Saga", 20), ("長崎県", "Nagasaki", 21),
    ("熊本県", "Kumamoto", 45), ("大分県", "Oita", 18), ("宮崎県", "Miyazaki", 26),
    ("鹿児島県", "Kagoshima", 43), ("沖縄県", "Okinawa", 41),
)  # fmt: skip

PREFECTURES = tuple(
    Prefecture(number, Text(name, english), count) for number, (name, english, count) in enumerate(_ROWS, 1)
)
MUNICIPALITIES = sum(prefecture.municipalities for prefecture in PREFECTURES)
"""1,741."""


def _names() -> Iterator[tuple[str, Prefecture]]:
    for prefecture in PREFECTURES:
        whole = prefecture.name.ja
        short = whole if whole == "北海道" else whole[:-1]
        for name in (whole, short, prefecture.name.en, str(prefecture.number), f"{prefecture.number:02d}"):
            yield plain(name), prefecture


_NAMED = dict(_names())


def prefecture_named(name: str) -> Prefecture | None:
    """By its name (with or without 都, 府, 県; in English too) or number; None where there is none."""
    return _NAMED.get(plain(name))
