"""What stands on the agenda of each vendor of one municipality: cutovers, leave-takings, bridges, tests, dates still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.reports.naming import bridge_place, system_named
from analyzer.reports.testing import chosen_cases
from analyzer.worksheets.several import Municipality

Kind = Literal["cutover", "leave", "bridge", "tests", "open"]
ITEMS: Mapping[Kind, Text] = {
    "cutover": Text("切替", "cutover"),
    "leave": Text("移行元(他のベンダへ)", "leaves to another vendor"),
    "bridge": Text("過渡期連携", "bridge"),
    "tests": Text("連携テスト", "tests"),
    "open": Text("移行年月が未定", "date of the move is open"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of one municipality for a vendor's meeting; `month` None: open; `count` of tests, else 1."""

    vendor: str
    municipality: Municipality
    kind: Kind
    month: Month | None
    content: Text
    count: int = 1


def items_of(municipality: Municipality) -> tuple[Item, ...]:
    """By month, those without one last; without a plan only moves that the file fixes have one."""
    found = sorted(
        (*_moves(municipality), *_bridges(municipality), *_tests(municipality)),
        key=lambda item: (str(item.month or "~"), tuple(ITEMS).index(item.kind), item.content.en),
    )
    return tuple(found)


def _moves(municipality: Municipality) -> Iterator[Item]:
    landscape = municipality.landscape
    for system in landscape.systems.values():
        name = system_named(landscape, system.id)
        months = municipality.months(system)
        for at, (month, move) in enumerate(zip(months, system.moves, strict=True)):
            old, new = system.forms[at].vendor, move.to.vendor
            if month is None:
                yield Item(
                    new, municipality, "open", None, Text(f"{name.ja} {move.id}", f"{name.en} {move.id}")
                )
                continue
            # Two moves of a system in one month are one cutover, to the vendor of the last of them.
            if at + 1 == len(months) or months[at + 1] != month:
                yield Item(new, municipality, "cutover", month, name)
            if old != new:
                yield Item(old, municipality, "leave", month, name)


def _bridges(municipality: Municipality) -> Iterator[Item]:
    evaluation = municipality.evaluation
    if evaluation is None or evaluation.assessment is None:
        return
    for standing in evaluation.assessment.bridges:
        vendor = standing.bridge.key.vendor
        if vendor:
            first, last = (evaluation.assessment.schedule.month(standing.months[at]) for at in (0, -1))
            kind, place = KINDS[standing.bridge.kind], bridge_place(municipality.landscape, standing)
            yield Item(
                vendor, municipality, "bridge", first,
                Text(f"{kind.ja}({place.ja}) {first}～{last}", f"{kind.en} at {place.en}, {first} to {last}"),
            )  # fmt: skip


def _tests(municipality: Municipality) -> Iterator[Item]:
    evaluation = municipality.evaluation
    if evaluation is None or evaluation.assessment is None:
        return
    counts: Counter[tuple[str, Month]] = Counter()
    for month, _, case in chosen_cases(evaluation.assessment):
        for vendor in case.vendors:
            counts[vendor, month] += 1
    for (vendor, month), count in sorted(counts.items()):
        yield Item(vendor, municipality, "tests", month, Text(f"{count} 件", f"{count} case(s)"), count)
