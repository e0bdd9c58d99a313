"""Shared systems of several cities side by side: a shared system is one system, and has one date for all.

小平市・東村山市・東久留米市, case book of municipal standardization, 2nd edition, 「推進体制の立上げ」: about half of the 20 businesses are shared since
令和4年1月, and a common form lets the three compare their work. A shared system is known by the attribute 共同利用, the same
name in each file; its vendor and package are compared by their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzer.landscape.model import System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Cell, Column, Section, Table, columns
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.several import AskedOfSeveral, Municipality, SheetOfSeveral
from analyzer.worksheets.worksheet import Content

SHARED = "共同利用"
OWN = Text("単独", "own")
STAYS = Text("移行しない", "stays")


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """A system of one municipality; `shared` is the name that the municipalities share, None for one of its own."""

    municipality: Municipality
    system: System
    shared: str | None

    @property
    def months(self) -> tuple[Month | None, ...]:
        return self.municipality.months(self.system)


def _content(asked: AskedOfSeveral) -> Content:
    readers = {id(m): Attributes(m.landscape) for m in asked.municipalities}
    shares = [
        Share(municipality, system, readers[id(municipality)].text(system, SHARED))
        for municipality in asked.municipalities
        for system in municipality.landscape.systems.values()
    ]
    groups: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        if share.shared is not None:
            groups[share.shared].append(share)
    ordered = {name: groups[name] for name in sorted(groups)}
    conflicts = {name: dates for name, group in ordered.items() if len(dates := _dates(group)) > 1}
    answer = _shared_table(asked, ordered, conflicts)
    findings = (
        *(finding for name, group in ordered.items() for finding in _wrong(name, group, conflicts)),
        *(finding for reader in readers.values() for finding in reader.findings),
    )
    return Content(
        (
            Section(
                Text("共同利用のシステム", "Shared systems"),
                (Text(f"共同利用のシステム {len(ordered)}、移行年月がそろわないもの {len(conflicts)}。共同利用のシステムは一つなので、移行年月も一つです。",
                      f"{len(ordered)} shared system(s), {len(conflicts)} with differing dates. A shared system is one system and has one date."),),
                answer,
            ),
            Section(Text("業務ごとの比較", "By business"), table=_business_table(asked, shares)),
        ),
        answer,
        {
            "shared": [
                {
                    "name": name, "conflict": name in conflicts,
                    "members": [
                        {"landscape": share.municipality.landscape.id, "system": share.system.id,
                         "months": [None if month is None else str(month) for month in share.months]}
                        for share in group
                    ],
                }
                for name, group in ordered.items()
            ],
            "own": [
                {"landscape": share.municipality.landscape.id, "system": share.system.id, "months": [None if month is None else str(month) for month in share.months]}
                for share in shares if share.shared is None and share.system.moves
            ],
        },
        findings,
    )  # fmt: skip


def _dates(group: list[Share]) -> tuple[tuple[Month | None, ...], ...]:
    """The different months of a group; members whose months nobody knows yet are left out."""
    known = {share.months for share in group if None not in share.months}
    return tuple(sorted(known, key=lambda months: [str(month) for month in months]))


def _wrong(
    name: str, group: list[Share], conflicts: Mapping[str, tuple[tuple[Month | None, ...], ...]]
) -> Iterator[Finding]:
    first = group[0]
    landscape, path = first.municipality.landscape, first.system.path
    place = landscape.places.at(path)
    about = (("shared", name), ("systems", [f"{s.municipality.landscape.id}:{s.system.id}" for s in group]))
    if name in conflicts:
        listed = "、".join(f"{s.municipality.landscape.name} {_months_text(s)}" for s in group)
        yield Finding(
            "shared_system_dates_differ", "error",
            Text(f"共同利用の「{name}」の移行年月がそろっていません: {listed}。",
                 f"The shared system {name!r} has different dates: " + ", ".join(f"{s.municipality.landscape.id} {_months_text(s)}" for s in group) + "."),
            place, Text("一つの移行年月にそろえてください。", "Agree on one date."), about,
        )  # fmt: skip
    if len(group) == 1:
        yield Finding(
            "shared_with_nobody", "warning",
            Text(f"共同利用の「{name}」は、{landscape.name} のほかにありません。", f"Only {landscape.id} has the shared system {name!r}."),
            place, Text("ほかの団体のファイルの「共同利用」に、同じ名前を書いてください。", "Write the same name in the other files."), about,
        )  # fmt: skip
    for what, word in (("vendor", Text("ベンダ", "vendor")), ("package", Text("パッケージ", "package"))):
        found = {getattr(share.system.forms[-1], what) for share in group}
        if len(found) > 1:
            listed = "、".join(sorted(str(value) for value in found))
            yield Finding(
                "shared_system_differs", "warning",
                Text(f"共同利用の「{name}」の移行後の{word.ja}が違います: {listed}。", f"The {word.en} of the shared system {name!r} differs after its moves: {listed}."),
                place, details=(*about, ("what", what)),
            )  # fmt: skip


def _months_text(share: Share) -> str:
    return " → ".join("?" if month is None else str(month) for month in share.months) or "-"


def _cell(asked: AskedOfSeveral, share: Share) -> Cell:
    if not share.system.moves:
        return STAYS
    texts = [asked.month_text(month) or Text("未定", "open") for month in share.months]
    return Text(" → ".join(text.ja for text in texts), " → ".join(text.en for text in texts))


def _shared_table(
    asked: AskedOfSeveral,
    groups: Mapping[str, list[Share]],
    conflicts: Mapping[str, tuple[tuple[Month | None, ...], ...]],
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, group in groups.items():
        by = {id(share.municipality): share for share in group}
        cells = [_cell(asked, by[id(m)]) if id(m) in by else None for m in asked.municipalities]
        rows.append((name, *cells, _verdict(group, differs=name in conflicts)))
    return Table((*columns(("共同利用のシステム", "shared system")), *_names(asked), *columns(("移行年月", "dates"))), tuple(rows))  # fmt: skip


def _verdict(group: list[Share], *, differs: bool) -> Text:
    """Nobody agrees on a date that is not there yet."""
    if differs:
        return Text("そろわない", "differs")
    unknown = sum(None in share.months for share in group)
    if not unknown:
        return Text("そろう", "agrees")
    return Text("未定", "open") if unknown == len(group) else Text("一部未定", "partly open")


def _business_table(asked: AskedOfSeveral, shares: list[Share]) -> Table:
    """Business → in each municipality the system's months, shared or of its own."""
    found: dict[str, dict[int, list[Share]]] = defaultdict(lambda: defaultdict(list))
    for share in shares:
        for business in share.system.businesses:
            found[business][id(share.municipality)].append(share)
    rows: list[tuple[Cell, ...]] = []
    for business in sorted(found):
        cells: list[Cell] = []
        for municipality in asked.municipalities:
            texts = [_business_cell(asked, share) for share in found[business].get(id(municipality), ())]
            cells.append(
                Text("、".join(t.ja for t in texts), ", ".join(t.en for t in texts)) if texts else None
            )
        rows.append((business, *cells))
    return Table((*columns(("業務", "business")), *_names(asked)), tuple(rows))


def _business_cell(asked: AskedOfSeveral, share: Share) -> Text:
    months = _cell(asked, share)
    assert isinstance(months, Text)
    kind = OWN if share.shared is None else Text("共同", "shared")
    return Text(f"{share.system.name}({kind.ja}){months.ja}", f"{share.system.id} ({kind.en}) {months.en}")


def _names(asked: AskedOfSeveral) -> tuple[Column, ...]:
    return tuple(Column(municipality.name) for municipality in asked.municipalities)


SHEET = SheetOfSeveral(
    "shared",
    Text("共同利用のシステムの比較", "Shared systems side by side"),
    Text(
        "複数の団体が共同利用するシステムの移行年月を並べ、そろわないものを示す。",
        "The dates of systems that several municipalities share, side by side, and where they differ.",
    ),
    "optional",
    _content,
)
