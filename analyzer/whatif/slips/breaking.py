"""Which rules slips break, and in how many samples: counted, never repaired (semantics, section 7).

The same rules and codes as `analyzer.plan.rules`, one question a rule, asked of all samples at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analyzer.landscape.model import Before, Blackout, Fixed, Landscape, Move, MoveRef, System, Together
from analyzer.landscape.months import Availability, Month
from analyzer.landscape.places import Path
from analyzer.messages import Place
from analyzer.plan.rules import deadline_of
from analyzer.whatif.slips.bits import Flags
from analyzer.whatif.slips.pushing import Months
from analyzer.whatif.slips.sheet import Sheet

Question = tuple[str, tuple[str, ...], Path, Flags]
"""Code, what it is about (ids, moves), where the rule stands, the samples that break it."""


_CELLS = 4_000_000
"""Months times samples that are counted at once."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule with the samples that break it; `subject` are ids and names of moves."""

    code: str
    subject: tuple[str, ...]
    place: Place | None
    samples: int


@dataclass(frozen=True, slots=True, eq=False)
class Breaking:
    """Rules that some sample breaks, and the samples that break none and in which all deadlines are kept.

    A deadline that may be missed at a cost is no rule, but counts in `in_time` (None: no move has a deadline).
    """

    rules: tuple[Broken, ...]
    unbroken: Flags
    in_time: Flags | None


def breaking(sheet: Sheet, months: dict[str, Months], lengths: Months) -> Breaking:
    """Of months [move of the system, sample] by system, and each sample's months of the horizon."""
    landscape = sheet.landscape
    unbroken = np.ones(lengths.size, dtype=np.bool_)
    found: list[Broken] = []
    for code, subject, path, flags in _merged(_questions(sheet, months, lengths)):
        number = int(flags.sum())
        if number:
            unbroken &= ~flags
            found.append(Broken(code, subject, landscape.places.at(path), number))
    found.sort(key=lambda rule: (-rule.samples, rule.code, rule.subject))
    late = [flags for _, _, _, flags in _late(landscape, months)]
    in_time = ~np.any(late, axis=0) if late else None
    return Breaking(tuple(found), unbroken, in_time)


def _merged(questions: Iterator[Question]) -> Iterator[Question]:
    """What several moves or forms break alike is asked once."""
    merged: dict[tuple[str, tuple[str, ...]], tuple[Path, Flags]] = {}
    for code, subject, path, flags in questions:
        before = merged.get((code, subject))
        merged[code, subject] = (path, flags) if before is None else (before[0], before[1] | flags)
    for (code, subject), (path, flags) in merged.items():
        yield code, subject, path, flags


def _questions(sheet: Sheet, months: dict[str, Months], lengths: Months) -> Iterator[Question]:
    landscape = sheet.landscape
    for system in landscape.systems.values():
        if system.moves:
            own = months[system.id]
            yield from _move_rules(landscape, system, own)
            yield from _homes(landscape, system, own, lengths)
            yield from _lines(sheet, system, own)
            yield from _closed_months(landscape, system, own)
    yield from _capacities(landscape, months, lengths)
    yield from _relations(landscape, months)
    if landscape.lateness_per_month is None:
        yield from _late(landscape, months)


def _index(landscape: Landscape, month: Month) -> int:
    return month - landscape.horizon.first


def _move_rules(landscape: Landscape, system: System, months: Months) -> Iterator[Question]:
    for number, move in enumerate(system.moves):
        own, subject = months[number], (str(MoveRef(system.id, move.id)),)
        if move.earliest is not None:
            yield "earliest", subject, move.path, own < _index(landscape, move.earliest)
        if move.latest is not None:
            yield "latest", subject, move.path, own > _index(landscape, move.latest)
        if move.fixed is not None:
            yield "fixed", subject, move.path, own != _index(landscape, move.fixed)
        if move.blackout:
            closed = [_index(landscape, month) for month in sorted(move.blackout)]
            yield "move_blackout", subject, move.path, np.isin(own, closed)
        if move.not_with_previous and number:
            yield "not_with_previous", subject, move.path, own == months[number - 1]


def _homes(landscape: Landscape, system: System, months: Months, lengths: Months) -> Iterator[Question]:
    """Contract end; environment and package of every form in every month of its use."""
    if system.contract_end is not None:
        last = months[0] - 1
        late = (months[0] > 0) & (last > _index(landscape, system.contract_end))
        yield "contract_end", (system.id,), (*system.path, "contract_end"), late
    begins = np.zeros_like(lengths)
    for number, form in enumerate(system.forms):
        ends = months[number] if number < len(system.moves) else lengths
        path = system.moves[number - 1].path if number else (*system.path, "current")
        offers = [
            ("environment_unavailable", form.environment, landscape.environments[form.environment].available)
        ]
        if form.package is not None and form.package in landscape.packages:
            offers.append(("package_unavailable", form.package, landscape.packages[form.package].available))
        for code, id_, available in offers:
            if available != Availability():
                outside = _outside(landscape, available, begins, ends)
                yield code, (system.id, id_), path, outside
        begins = ends


def _outside(landscape: Landscape, available: Availability, begins: Months, ends: Months) -> Flags:
    """Whether some of the months `begins` to `ends` − 1 lies outside."""
    outside = np.zeros(begins.size, dtype=np.bool_)
    if available.first is not None:
        outside |= begins < _index(landscape, available.first)
    if available.last is not None:
        outside |= ends - 1 > _index(landscape, available.last)
    return (begins < ends) & outside


def _lines(sheet: Sheet, system: System, months: Months) -> Iterator[Question]:
    """Lines that moves need and no relay replaces."""
    for number, move in enumerate(system.moves):
        line = sheet.relays.get((system.id, number))
        if line is None:
            continue
        missing = np.zeros(sheet.length + 1, dtype=np.int32)
        for month in line.without - line.served:
            missing[month + 1] = 1
        before = np.cumsum(missing)  # months without either, before each month
        own = months[number]
        flags = before[own] > before[np.maximum(own - line.months_before, 0)]
        yield "line_needed", (str(MoveRef(system.id, move.id)),), move.path, flags


def _cutovers(system: System, months: Months) -> Iterator[tuple[Move, Months, Flags]]:
    """Each move, its months, and whether the system then keeps the form that it leads to for a month at least."""
    for number, move in enumerate(system.moves):
        own = months[number]
        last = np.ones(own.size, dtype=np.bool_)
        if number + 1 < len(system.moves):
            last = months[number + 1] != own
        yield move, own, last


def _closed_months(landscape: Landscape, system: System, months: Months) -> Iterator[Question]:
    for move, own, last in _cutovers(system, months):
        vendor = landscape.vendors[move.to.vendor]
        if vendor.unavailable:
            closed = [_index(landscape, month) for month in sorted(vendor.unavailable)]
            flags = last & np.isin(own, closed)
            yield "vendor_unavailable", (system.id, vendor.id), vendor.path, flags
        for rule in landscape.rules:
            if isinstance(rule, Blackout) and rule.systems.matches(system, move.to):
                closed = [_index(landscape, month) for month in sorted(rule.months)]
                yield "blackout", (system.id,), rule.path, last & np.isin(own, closed)


def _capacities(landscape: Landscape, months: dict[str, Months], lengths: Months) -> Iterator[Question]:
    """More cutovers in some month than a vendor, or all of them, can do."""
    wanted = {id_ for id_, vendor in landscape.vendors.items() if vendor.cutovers_per_month is not None}
    cutovers: dict[str, list[tuple[Months, Flags]]] = defaultdict(list)
    for system in landscape.systems.values():
        if not system.moves:
            continue
        for move, own, last in _cutovers(system, months[system.id]):
            if move.to.vendor in wanted:
                cutovers[move.to.vendor].append((own, last))
            if landscape.cutovers_per_month is not None:
                cutovers[""].append((own, last))
    for vendor_id, listed in sorted(cutovers.items()):
        most = _most_in_a_month(listed, int(lengths.max()))
        if vendor_id:
            vendor = landscape.vendors[vendor_id]
            assert vendor.cutovers_per_month is not None
            yield "vendor_capacity", (vendor_id,), vendor.path, most > vendor.cutovers_per_month
        else:
            assert landscape.cutovers_per_month is not None
            yield "capacity", (), ("landscape", "capacity"), most > landscape.cutovers_per_month


def _most_in_a_month(cutovers: list[tuple[Months, Flags]], length: int) -> Months:
    """The most cutovers that fall in one month of each sample."""
    samples = cutovers[0][0].size
    most = np.zeros(samples, dtype=np.int32)
    portion = max(1, _CELLS // length)
    for first in range(0, samples, portion):
        stop = min(first + portion, samples)
        counts = np.zeros((length, stop - first), dtype=np.int32)
        columns = np.arange(stop - first)
        for own, last in cutovers:
            here = last[first:stop]
            counts[own[first:stop][here], columns[here]] += 1
        most[first:stop] = counts.max(axis=0)
    return most


def _relations(landscape: Landscape, months: dict[str, Months]) -> Iterator[Question]:
    of = {
        MoveRef(system.id, move.id): months[system.id][number]
        for system in landscape.systems.values()
        for number, move in enumerate(system.moves)
    }
    for rule in landscape.rules:
        if isinstance(rule, Together):
            own = np.stack([of[ref] for ref in rule.moves])
            apart = (own != own[0]).any(axis=0)
            yield "together", tuple(str(ref) for ref in rule.moves), rule.path, apart
        elif isinstance(rule, Before):
            near = of[rule.after] - of[rule.before] < rule.gap
            yield "before", (str(rule.before), str(rule.after)), rule.path, near
        elif isinstance(rule, Fixed):
            for ref, month in rule.months:
                yield "fixed", (str(ref),), rule.path, of[ref] != _index(landscape, month)


def _late(landscape: Landscape, months: dict[str, Months]) -> Iterator[Question]:
    """Moves after their deadline, hard or not."""
    for system in landscape.systems.values():
        for number, move in enumerate(system.moves):
            deadline = deadline_of(landscape, system, move)
            if deadline is not None:
                late = months[system.id][number] > _index(landscape, deadline)
                yield "deadline", (str(MoveRef(system.id, move.id)),), move.path, late
