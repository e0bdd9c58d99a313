"""Vendor × vendor: links, bridges, tests, dates, and who coordinates (東村山市「システム移行時の設定」).

Vendor A coordinates its own links (ベンダAが主体となって調整); for pairs without A, such as B and E, the secretariat asks both for
the schedule of tests and whether a bridge is needed (domain.md, case 4).
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.reports.layout import Cell, Column, Section, Table, both, columns, join
from analyzer.reports.naming import vendor_named
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.coordinators import Coordinators
from analyzer.worksheets.pairs import Pair, PairLinks, vendor_pairs
from analyzer.worksheets.worksheet import Asked, Content, Sheet

PAIR_COLUMNS = columns(
    ("ベンダ", "vendor"), ("相手", "partner"), ("調整主体", "coordinator"), ("連携", "links", "number"),
    ("混在する連携", "mixed links", "number"), ("混在の月", "mixed in"), ("運び方", "carried by"),
    ("テスト", "tests", "number"), ("テストの月", "tests in"), ("二度以上", "twice or more", "number"),
    ("ベンダの切替", "cutovers of the vendor"), ("相手の切替", "cutovers of the partner"),
)  # fmt: skip


def _content(asked: Asked) -> Content:
    landscape = asked.landscape
    attributes = Attributes(landscape)
    coordinators = Coordinators(landscape, attributes)
    pairs = {
        vendors: links
        for vendors, links in vendor_pairs(asked).items()
        if asked.vendor is None or asked.vendor in vendors
    }
    cutovers = _cutovers(asked)
    leading = {
        vendors: _distinct(
            coordinators.of(landscape.integrations[key]) for key in sorted(links.links, key=str)
        )
        for vendors, links in pairs.items()
    }
    answer = Table(
        PAIR_COLUMNS,
        tuple(_row(asked, vendors, links, leading[vendors], cutovers) for vendors, links in pairs.items()),
    )
    unknown = sum(not integration.known for integration in landscape.integrations.values())
    lines = [
        Text("対角は、一つのベンダのシステムどうしの連携です。調整主体は、連携の属性「調整主体」、なければ経由するハブのベンダ(その連携の当事者の場合)、ほかは事務局です。",
             "On the diagonal: links between systems of one vendor. Who coordinates: the link's attribute 調整主体; else the vendor of the"
             " hub that it goes via, where it has an end of the link; else the secretariat."),
    ]  # fmt: skip
    if unknown:
        lines.append(
            Text(
                f"相手のわからない連携 {unknown} 件は、どこにも数えていません。",
                f"{unknown} link(s) with an unknown partner are counted nowhere.",
            )
        )
    return Content(
        (
            Section(Text("ベンダ × ベンダ", "Vendor × vendor"), tuple(lines), _matrix(asked, pairs, leading)),
            Section(Text("組ごと", "Pair by pair"), table=answer),
            Section(Text("連携ごと", "Link by link"), table=_by_link(asked, pairs)),
        ),
        answer,
        {"pairs": [_plain(vendors, links, leading[vendors], cutovers) for vendors, links in pairs.items()]},
        tuple(attributes.findings),
    )


def _cutovers(asked: Asked) -> dict[str, list[Month]]:
    """Vendor → the months in which systems reach a form of it; none without a plan."""
    evaluation = asked.evaluation
    found: dict[str, set[Month]] = {}
    if evaluation is not None and evaluation.schedule is not None:
        schedule = evaluation.schedule
        for cutover in schedule.cutovers:
            form = asked.landscape.systems[cutover.system].forms[cutover.form]
            found.setdefault(form.vendor, set()).add(schedule.month(cutover.month))
    return {vendor: sorted(months) for vendor, months in found.items()}


def _row(
    asked: Asked, vendors: Pair, links: PairLinks, leading: tuple[Text, ...], cutovers: dict[str, list[Month]]
) -> tuple[Cell, ...]:
    landscape = asked.landscape
    return (
        vendor_named(landscape, vendors[0]), vendor_named(landscape, vendors[1]), join(leading), len(links.links),
        len(links.mixed), _months(asked, links.mixed_months), join(KINDS[kind] for kind in sorted(links.kinds)),
        len(links.tests), _months(asked, links.test_months), _twice(asked, links),
        _months(asked, cutovers.get(vendors[0], [])), _months(asked, cutovers.get(vendors[1], [])),
    )  # fmt: skip


def _matrix(asked: Asked, pairs: dict[Pair, PairLinks], leading: dict[Pair, tuple[Text, ...]]) -> Table:
    """Only the upper half: a pair stands in the row of the vendor that comes first by id."""
    listed = sorted({vendor for vendors in pairs for vendor in vendors})
    names = {vendor: vendor_named(asked.landscape, vendor) or both(vendor) for vendor in listed}
    rows = []
    for row, vendor in enumerate(listed):
        cells: list[Cell] = [names[vendor]]
        for column, other in enumerate(listed):
            found = pairs.get((vendor, other)) if column >= row else None
            cells.append(None if found is None else _cell(asked, found, leading[vendor, other]))
        rows.append(tuple(cells))
    heads = (Column(Text("ベンダ", "vendor")), *(Column(names[vendor]) for vendor in listed))
    return Table(heads, tuple(rows))


def _cell(asked: Asked, links: PairLinks, leading: tuple[Text, ...]) -> Text:
    """A line for each of: links, mixed ones with their months, tests with theirs, who coordinates."""
    lines = [Text(f"連携 {len(links.links)}", f"links {len(links.links)}")]
    if links.mixed:
        months = _months(asked, links.mixed_months)
        lines.append(Text(f"混在 {len(links.mixed)} {months.ja}", f"mixed {len(links.mixed)} {months.en}"))
    if links.tests:
        months = _months(asked, links.test_months)
        lines.append(Text(f"テスト {len(links.tests)} {months.ja}", f"tests {len(links.tests)} {months.en}"))
    lines.append(join(leading))
    return join((Text(line.ja.strip(), line.en.strip()) for line in lines), "\n", "\n")


def _months(asked: Asked, months: list[Month]) -> Text:
    """Runs of months that follow each other as one: ``2026-01～2026-03、2026-10``."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and month - runs[-1][-1] == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    shown = []
    for run in runs:
        first, last = asked.month_text(run[0]), asked.month_text(run[-1])
        assert first is not None
        assert last is not None
        shown.append(first if len(run) == 1 else Text(f"{first.ja}～{last.ja}", f"{first.en} to {last.en}"))
    return join(shown)


def _twice(asked: Asked, links: PairLinks) -> int:
    """Links tested here that the whole plan tests twice or more, maybe with another vendor."""
    evaluation = asked.evaluation
    if evaluation is None or evaluation.assessment is None:
        return 0
    counts = evaluation.assessment.case_counts
    return sum(counts[key] >= 2 for key in {key for _, key in links.tests})


def _by_link(asked: Asked, pairs: dict[Pair, PairLinks]) -> Table:
    landscape = asked.landscape
    rows: list[tuple[Cell, ...]] = []
    for vendors, links in pairs.items():
        for key in sorted(links.links, key=str):
            tested = sorted(month for month, test in links.tests if test == key)
            rows.append((
                vendor_named(landscape, vendors[0]), vendor_named(landscape, vendors[1]), str(key),
                landscape.integrations[key].name, _months(asked, sorted(links.mixed.get(key, ()))), _months(asked, tested),
            ))  # fmt: skip
    return Table(
        columns(
            ("ベンダ", "vendor"), ("相手", "partner"), ("連携", "link"), ("名前", "name"), ("混在の月", "mixed in"),
            ("テストの月", "tests in"),
        ),
        tuple(rows),
    )  # fmt: skip


def _distinct(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(texts))


def _plain(
    vendors: Pair, links: PairLinks, leading: tuple[Text, ...], cutovers: dict[str, list[Month]]
) -> dict[str, object]:
    return {
        "vendors": list(vendors),
        "coordinators": [text._asdict() for text in leading],
        "links": sorted(map(str, links.links)),
        "mixed": {
            str(key): [str(month) for month in sorted(months)]
            for key, months in sorted(links.mixed.items(), key=lambda item: str(item[0]))
        },
        "carried_by": sorted(links.kinds),
        "tests": [{"month": str(month), "integration": str(key)} for month, key in links.tests],
        "cutovers": {vendor: [str(month) for month in cutovers.get(vendor, [])] for vendor in vendors},
    }


SHEET = Sheet(
    "matrix",
    Text("ベンダ対応表", "Vendor by vendor"),
    Text(
        "ベンダの組ごとに、連携、混在と運び方、テスト、月、誰が調整するか。",
        "For each pair of vendors: links, what is mixed and what carries it, tests, months, and who coordinates.",
    ),
    "optional",
    _content,
)
