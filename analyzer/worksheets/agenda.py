"""Agenda per vendor over many municipalities, and where one vendor is asked by too many at once.

長野県 and 宮城県, case book of municipal standardization, 2nd edition, 「市区町村の標準化・共通化の取組の支援」: municipalities are grouped by the vendors of
their systems, and each group meets its vendor; 紀北町, 「推進体制の立上げ」: seven towns meet theirs. A vendor is known by its id in all files.
Its limit over all of them is the attribute 全団体での月あたり切替上限 (`cutovers_per_month` is that of one municipality).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Cell, Section, Table, columns, join
from analyzer.reports.naming import named
from analyzer.worksheets.agenda_items import ITEMS, Item, Kind, items_of
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.several import AskedOfSeveral, Municipality, SheetOfSeveral
from analyzer.worksheets.worksheet import Content

LIMIT = "全団体での月あたり切替上限"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor over all municipalities; `limit` None: nobody wrote one down."""

    id: str
    name: str
    municipalities: tuple[Municipality, ...]
    items: tuple[Item, ...]
    limit: int | None

    def counted(self, kind: Kind) -> int:
        return sum(item.count for item in self.items if item.kind == kind)

    @property
    def cutovers(self) -> Mapping[Month, int]:
        """Month → cutovers over all municipalities."""
        counts = Counter(
            item.month for item in self.items if item.kind == "cutover" and item.month is not None
        )
        return dict(sorted(counts.items()))

    @property
    def overloaded(self) -> tuple[Month, ...]:
        return tuple(month for month, n in self.cutovers.items() if self.limit is not None and n > self.limit)


def _content(asked: AskedOfSeveral) -> Content:
    readers = [Attributes(municipality.landscape) for municipality in asked.municipalities]
    vendors = _vendors(asked, readers)
    answer = _item_table(asked, vendors)
    return Content(
        (
            Section(
                Text("ベンダ別のグループ", "Groups by vendor"),
                (Text("複数の団体が使うベンダには、合同の場を設けられます。", "A vendor that several municipalities use can meet them together."),),
                _group_table(vendors),
            ),
            Section(Text("月別の切替", "Cutovers by month"), table=_month_table(asked, vendors)),
            Section(Text("ベンダ別の議題", "Agenda by vendor"), table=answer),
        ),
        answer,
        {"vendors": [_document(vendor) for vendor in vendors]},
        (
            *(_overload(vendor, month) for vendor in vendors for month in vendor.overloaded),
            *_named_differently(vendors),
            *(finding for reader in readers for finding in reader.findings),
        ),
    )  # fmt: skip


def _vendors(asked: AskedOfSeveral, readers: list[Attributes]) -> tuple[Vendor, ...]:
    """In the order of most municipalities, then most cutovers, then id; one only, if asked for."""
    members: dict[str, list[Municipality]] = defaultdict(list)
    names: dict[str, str] = {}
    limits: dict[str, list[int]] = defaultdict(list)
    items: dict[str, list[Item]] = defaultdict(list)
    for municipality, reader in zip(asked.municipalities, readers, strict=True):
        landscape = municipality.landscape
        for id in _involved(landscape):
            members[id].append(municipality)
            names.setdefault(id, landscape.vendors[id].name)
            limit = reader.number(landscape.vendors[id], LIMIT)
            if limit is not None:
                limits[id].append(limit)
        for item in items_of(municipality):
            items[item.vendor].append(item)
    found = [
        Vendor(id, names[id], tuple(members[id]), tuple(items[id]), min(limits[id]) if limits[id] else None)
        for id in members
        if asked.vendor in (None, id)
    ]
    return tuple(sorted(found, key=lambda v: (-len(v.municipalities), -v.counted("cutover"), v.id)))


def _involved(landscape: Landscape) -> list[str]:
    """Vendors of a form of a system, or of a hub."""
    found = {form.vendor for system in landscape.systems.values() for form in system.forms}
    return sorted(found | {hub.vendor for hub in landscape.hubs.values()})


def _overload(vendor: Vendor, month: Month) -> Finding:
    asking = [item.municipality for item in vendor.items if item.kind == "cutover" and item.month == month]
    names = list(dict.fromkeys(municipality.landscape.id for municipality in asking))
    count = vendor.cutovers[month]
    return Finding(
        "vendor_asked_by_too_many", "error",
        Text(f"ベンダ {vendor.name}（{vendor.id}）の切替が {month} に {len(names)} 団体で {count} 件あり、全団体での上限 {vendor.limit} 件を超えます。",
             f"Vendor {vendor.id} has {count} cutovers for {len(names)} municipalities in {month}, more than its {vendor.limit} over all."),
        asking[0].landscape.places.at(asking[0].landscape.vendors[vendor.id].path),
        Text("団体の間で月を分けてください。", "Spread the months among the municipalities."),
        (("count", count), ("landscapes", names), ("month", str(month)), ("vendor", vendor.id)),
    )  # fmt: skip


def _named_differently(vendors: tuple[Vendor, ...]) -> Iterator[Finding]:
    for vendor in vendors:
        names = sorted({m.landscape.vendors[vendor.id].name for m in vendor.municipalities})
        if len(names) > 1:
            yield Finding(
                "vendor_named_differently", "warning",
                Text(f"id「{vendor.id}」のベンダの名前がファイルによって違います: {'、'.join(names)}。同じベンダですか。",
                     f"The vendor {vendor.id} is called differently in the files: {', '.join(names)}. Is it the same?"),
                details=(("names", names), ("vendor", vendor.id)),
            )  # fmt: skip


def _listed(municipalities: tuple[Municipality, ...]) -> Text:
    return join(municipality.name for municipality in municipalities)


def _group_table(vendors: tuple[Vendor, ...]) -> Table:
    return Table(
        columns(
            ("ベンダ", "vendor"), ("団体数", "municipalities", "number"), ("団体", "which"), ("切替", "cutovers", "number"),
            ("過渡期連携", "bridges", "number"), ("連携テスト", "tests", "number"),
        ),
        tuple(
            (named(vendor.name, vendor.id), len(vendor.municipalities), _listed(vendor.municipalities), vendor.counted("cutover"),
             vendor.counted("bridge"), vendor.counted("tests"))
            for vendor in vendors
        ),
    )  # fmt: skip


def _month_table(asked: AskedOfSeveral, vendors: tuple[Vendor, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for vendor in vendors:
        for month, count in vendor.cutovers.items():
            of = [i.municipality for i in vendor.items if i.kind == "cutover" and i.month == month]
            over = None
            if vendor.limit is not None:
                over = Text("超える", "over") if count > vendor.limit else Text("収まる", "within")
            which = tuple({id(municipality): municipality for municipality in of}.values())
            rows.append((named(vendor.name, vendor.id), asked.month_text(month), count, vendor.limit, over, _listed(which)))  # fmt: skip
    return Table(
        columns(
            ("ベンダ", "vendor"), ("月", "month"), ("切替", "cutovers", "number"), ("全団体での上限", "limit over all", "number"),
            ("判定", "verdict"), ("団体", "municipalities"),
        ),
        tuple(rows),
    )  # fmt: skip


def _item_table(asked: AskedOfSeveral, vendors: tuple[Vendor, ...]) -> Table:
    rows = [
        (named(vendor.name, vendor.id), asked.month_text(item.month), item.municipality.name, ITEMS[item.kind], item.content)
        for vendor in vendors
        for item in sorted(vendor.items, key=lambda item: str(item.month or "~"))
    ]  # fmt: skip
    return Table(
        columns(
            ("ベンダ", "vendor"),
            ("月", "month"),
            ("団体", "municipality"),
            ("議題", "item"),
            ("内容", "content"),
        ),
        tuple(rows),
    )


def _document(vendor: Vendor) -> dict[str, object]:
    return {
        "id": vendor.id,
        "landscapes": [municipality.landscape.id for municipality in vendor.municipalities],
        "limit": vendor.limit,
        "cutovers": {str(month): count for month, count in vendor.cutovers.items()},
        "over_limit": [str(month) for month in vendor.overloaded],
        "bridges": vendor.counted("bridge"),
        "tests": vendor.counted("tests"),
        "items": [
            {
                "month": None if item.month is None else str(item.month),
                "landscape": item.municipality.landscape.id,
                "kind": item.kind,
                "content": item.content._asdict(),
                "count": item.count,
            }
            for item in vendor.items
        ],
    }


SHEET = SheetOfSeveral(
    "agenda",
    Text("ベンダ別の議題(複数団体)", "Agenda by vendor"),
    Text(
        "複数の団体を通して、ベンダごとのグループ・議題と、一つのベンダに集中する月。",
        "Over several municipalities: groups and an agenda for each vendor, and months in which too many ask one.",
    ),
    "optional",
    _content,
)
