"""Which areas send data to which: an assumption, since no public figure says it for each municipality.

The set is small and written down with its reasons. Six of its links are those of 札幌市's table of links (004o008, 004o009,
006o002, 023o001, 024o001, 024o028: 戸籍の附票, 選挙, 介護 and 国保 send to 住民記録); the others follow from what the law writes into a
record of residence (住民基本台帳法 7条) and from who needs residents, incomes and benefits, as in 吹田市's case: residents and
taxes mostly send, others mostly receive. 法人住民税 exchanges with systems outside of the 20 areas only.
"""

from __future__ import annotations

from typing import NamedTuple

from analyzer.errors import InputError
from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Places
from analyzer.messages import Finding, Text
from analyzer.nation.areas import AREA, AREA_IDS, AREA_OF_BUSINESS, COMMON, area_named
from analyzer.tables.cells import text_of
from analyzer.tables.csv_reading import read_csv


class AssumedLink(NamedTuple):
    """From area to area, by id."""

    provider: str
    receiver: str
    content: str
    high: bool = False
    """It carries the protection of victims of violence (支援措置)."""


_FEEDS: tuple[tuple[str, str, str], ...] = (
    ("jumin", "住民・世帯の異動",
     "inkan fuhyo senkyo kojin-juminzei kotei-shisanzei keiji shugaku kenko jido-fuyo seiho shogai kaigo kokuho koki nenkin jido-teate kosodate"),
    ("koseki", "戸籍の届出", "jumin fuhyo"),
    ("senkyo", "選挙人名簿の登録", "jumin"),
    ("kokuho", "資格", "jumin koki kaigo kojin-juminzei kenko"),
    ("koki", "資格", "jumin kaigo kojin-juminzei"),
    ("kaigo", "資格・保険料", "jumin kokuho koki kojin-juminzei shogai"),
    ("nenkin", "資格", "jumin"),
    ("jido-teate", "受給", "jumin seiho"),
    ("kojin-juminzei", "所得・課税",
     "kokuho koki kaigo nenkin shogai seiho kenko jido-teate jido-fuyo kosodate shugaku"),
    ("kotei-shisanzei", "資産", "kokuho"),
    ("seiho", "保護の開始・廃止",
     "kokuho koki kaigo nenkin kojin-juminzei kotei-shisanzei keiji shogai kosodate shugaku"),
    ("shogai", "手帳・認定", "kojin-juminzei keiji koki kaigo seiho kosodate"),
    ("jido-fuyo", "受給", "seiho kosodate shugaku"),
    ("kenko", "健診", "shugaku"),
)  # fmt: skip

LINKS: tuple[AssumedLink, ...] = tuple(
    sorted(
        [
            AssumedLink("fuhyo", "jumin", "支援措置・附票", high=True),
            *(
                AssumedLink(provider, receiver, content)
                for provider, content, receivers in _FEEDS
                for receiver in receivers.split()
            ),
        ]
    )
)
"""One link for each pair of areas that exchange data in that direction."""


def read_links(data: bytes, file: str) -> tuple[AssumedLink, ...]:
    """Links of one's own: CSV with the headings ``from,to`` and perhaps ``content``; areas by name, id or business id.

    InputError with everything that is wrong.
    """
    sheet = read_csv(data, file)
    findings = Findings(Places(file))
    heads = [text_of(c) if not hasattr(c, "message") else "" for c in sheet.rows[0]] if sheet.rows else []
    if "from" not in heads or "to" not in heads:
        findings.take(Finding(
            "heading_wrong", "error",
            Text("見出し from と to が要ります。", "The headings from and to are needed."), sheet.place(0, 0),
            Text("一行目を from,to としてください。", "Let the first line be from,to."),
        ))  # fmt: skip
        raise InputError(*findings.result())
    found: dict[tuple[str, str], AssumedLink] = {}
    for number, cells in enumerate(sheet.rows[1:], 1):
        said = [text_of(c).strip() if not hasattr(c, "message") else "" for c in cells]
        said += [""] * (len(heads) - len(said))
        if not any(said):
            continue
        ends = []
        for head in ("from", "to"):
            column = heads.index(head)
            area = _area(said[column])
            if area is None:
                findings.take(Finding(
                    "unknown_business", "error",
                    Text(f"「{said[column][:40]}」は 20 業務のどれでもありません。", f"{said[column][:40]!r} is none of the 20 business areas."),
                    sheet.place(number, column),
                    Text(f"次のいずれかです: {', '.join(AREA_IDS)}", f"There are {', '.join(AREA_IDS)}."),
                ))  # fmt: skip
            else:
                ends.append(area)
        if len(ends) < 2:
            continue
        if ends[0] == ends[1] or (ends[0], ends[1]) in found:
            findings.take(Finding(
                "twice" if ends[0] != ends[1] else "link_to_itself", "error",
                Text("業務間の連携ではないか、すでにあります。", "This is no link between two areas, or it stands above already."),
                sheet.place(number, 0), Text("この行を消してください。", "Take the row out."),
            ))  # fmt: skip
            continue
        content = said[heads.index("content")] if "content" in heads else ""
        usable = content if content.isprintable() else ""
        found[ends[0], ends[1]] = AssumedLink(ends[0], ends[1], usable[:60] or "データ")
    if findings.errors:
        raise InputError(*findings.result())
    return tuple(sorted(found.values()))


def _area(text: str) -> str | None:
    area = text if text in AREA else AREA_OF_BUSINESS.get(text) or area_named(text)
    return None if area == COMMON else area
