"""Which vendor is asked for how many cutovers in which month, what it can do, and what more teams buy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from analyzer.errors import InputError
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.nation.areas import plain
from analyzer.nation.assumptions import UNKNOWN, Assumptions, Vendors, drawn
from analyzer.nation.cutovers import Course, Stretch, Window, needed, overload, schedule
from analyzer.nation.joining import Municipality, Nation
from analyzer.nation.standing import Range


@dataclass(frozen=True, slots=True)
class Remaining:
    """Systems that have yet to move, by what is known of their deadline; `left_out`: of municipalities not listed, if these are."""

    by_law: int
    extended: int
    unlisted: int
    left_out: int


@dataclass(frozen=True, slots=True)
class TeamRow:
    """What a capacity gives: fewest late cutovers, the month of the last one, and late ones fewer than with a team less."""

    teams: int
    capacity: int
    late: int
    end: Month | None
    gain: int


@dataclass(frozen=True, slots=True)
class VendorLoad:
    """One vendor. `demand` by month of `Workload.months`; `capacity` in an open month; `proof` of the number of late ones.

    `needed`: least capacity at which none is late (None: some are at any). `overdue`: their last month has passed.
    """

    company: str
    name: str
    remaining: Range
    late: Range
    overdue: int
    demand: tuple[int, ...]
    capacity: int
    course: Course
    proof: tuple[Stretch, ...]
    needed: int | None
    teams: tuple[TeamRow, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A month in which a vendor is asked for more cutovers than it can do."""

    vendor: VendorLoad
    month: Month
    demand: int
    capacity: int

    @property
    def excess(self) -> int:
        return self.demand - self.capacity


@dataclass(frozen=True, slots=True)
class Workload:
    """`vendors` with the most remaining first; `capacities` by month: True where it is open."""

    months: tuple[Month, ...]
    open: tuple[bool, ...]
    remaining: Remaining
    vendors: tuple[VendorLoad, ...]

    @property
    def asked_too_much(self) -> tuple[Asked, ...]:
        """Months over capacity, by excess; then by month and vendor."""
        found = [
            Asked(vendor, month, demand, vendor.capacity if is_open else 0)
            for vendor in self.vendors
            for month, demand, is_open in zip(self.months, vendor.demand, self.open, strict=True)
            if demand > (vendor.capacity if is_open else 0)
        ]
        return tuple(sorted(found, key=lambda a: (-a.excess, a.month, a.vendor.company)))


def workload(nation: Nation, assumptions: Assumptions) -> Workload:
    """All vendors with something to do in one of the draws; InputError for a capacity of a vendor that there is not."""
    last = max(assumptions.deadline, assumptions.extended_until, assumptions.first)
    months = tuple(assumptions.first + at for at in range(last - assumptions.first + 1))
    is_open = tuple(month not in assumptions.closed for month in months)
    drawings = [_Drawing(nation, assumptions, seed) for seed in assumptions.all_seeds]
    first = drawings[0]
    given = _capacities(nation, assumptions)
    loads = []
    for company in sorted({company for drawing in drawings for company in drawing.windows}):
        capacity = given.get(company) or assumptions.capacity or first.pace(company)
        lates = []
        for drawing in drawings:
            paced = given.get(company) or assumptions.capacity or drawing.pace(company)
            lates.append(_course(drawing.windows.get(company, Counter()), paced, is_open).late)
        loads.append(_load(first, drawings, company, capacity, is_open, assumptions, lates))
    loads.sort(key=lambda load: (-load.remaining.value, load.company))
    return Workload(months, is_open, first.remaining, tuple(loads))


def _load(
    first: _Drawing,
    drawings: list[_Drawing],
    company: str,
    capacity: int,
    is_open: tuple[bool, ...],
    assumptions: Assumptions,
    lates: list[int],
) -> VendorLoad:
    windows = first.windows.get(company, Counter())
    demand = first.demand.get(company, Counter())
    return VendorLoad(
        company=company,
        name=next(d.names[company] for d in drawings if company in d.names),
        remaining=Range.of([sum(d.windows.get(company, Counter()).values()) for d in drawings]),
        late=Range.of(lates),
        overdue=sum(count for window, count in windows.items() if window.last < window.first),
        demand=tuple(demand[at] for at in range(len(is_open))),
        capacity=capacity,
        course=_course(windows, capacity, is_open),
        proof=overload(windows, [capacity if o else 0 for o in is_open]),
        needed=needed(windows, is_open),
        teams=tuple(_teams(windows, capacity, is_open, assumptions)),
    )


def _course(windows: Counter[Window], capacity: int, is_open: tuple[bool, ...]) -> Course:
    return schedule(windows, [capacity if o else 0 for o in is_open], capacity)


def _teams(
    windows: Counter[Window], capacity: int, is_open: tuple[bool, ...], assumptions: Assumptions
) -> Iterator[TeamRow]:
    before: int | None = None
    for teams in range(assumptions.teams + 1):
        places = capacity + teams * assumptions.team
        course = _course(windows, places, is_open)
        end = None if course.end is None else assumptions.first + course.end
        yield TeamRow(teams, places, course.late, end, 0 if before is None else before - course.late)
        before = course.late


class _Drawing:
    """The vendors of one seed: windows and demand by month of what remains, and how many systems have moved."""

    def __init__(self, nation: Nation, assumptions: Assumptions, seed: int) -> None:
        self._assumptions = assumptions
        self.windows: dict[str, Counter[Window]] = {}
        self.demand: dict[str, Counter[int]] = {}
        self.names: dict[str, str] = {}
        self._moved: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        vendors = Vendors(nation.packages)
        for municipality in nation.municipalities:
            for area in municipality.moved:
                self._moved[vendors.package(seed, municipality.body, area).company] += 1
            for area in sorted(municipality.to_move):
                kind = _kind(municipality, area)
                last = self._last(kind)
                counts[kind if last is not None else "left_out"] += 1
                if last is None:
                    continue
                package = vendors.package(seed, municipality.body, area)
                window = Window(0, max(-1, last - assumptions.first))
                self.names[package.company] = package.vendor
                self.windows.setdefault(package.company, Counter())[window] += 1
                month = self._month(seed, municipality, area, window)
                self.demand.setdefault(package.company, Counter())[month] += 1
        self.remaining = Remaining(
            counts["by_law"], counts["extended"], counts["unlisted"], counts["left_out"]
        )

    def pace(self, company: str) -> int:
        """Cutovers a month so far, rounded up; at least 1."""
        months = self._assumptions.as_of - self._assumptions.since + 1
        return max(1, -(-self._moved[company] // months))

    def _last(self, kind: str) -> Month | None:
        assumed = self._assumptions
        if kind == "unlisted":
            return {"law": assumed.deadline, "extended": assumed.extended_until, "left-out": None}[
                assumed.unlisted
            ]
        return assumed.extended_until if kind == "extended" else assumed.deadline

    def _month(self, seed: int, municipality: Municipality, area: str, window: Window) -> int:
        """What is overdue is asked for at once; nothing is asked for in a closed month unless all of the window is."""
        months = [
            at
            for at in range(window.first, window.last + 1)
            if self._assumptions.first + at not in self._assumptions.closed
        ] or [max(0, window.last)]
        if self._assumptions.spread == "last":
            return months[-1]
        return months[drawn(seed, municipality.body, area, "month") * len(months) >> 64]


def _kind(municipality: Municipality, area: str) -> str:
    if municipality.extended is None:
        return "unlisted"
    return "extended" if area in municipality.extended else "by_law"


def _capacities(nation: Nation, assumptions: Assumptions) -> dict[str, int]:
    """The capacities given for single vendors, by 法人番号."""
    names: dict[str, str] = {}
    for package in nation.packages:
        names[plain(package.vendor)] = names[plain(package.company)] = package.company
    names[plain(UNKNOWN.vendor)] = UNKNOWN.company
    found: dict[str, int] = {}
    wrong = []
    for name, capacity in assumptions.capacity_of.items():
        company = names.get(plain(name))
        if company is not None:
            found[company] = capacity
            continue
        near = get_close_matches(plain(name), names, n=1)
        wrong.append(Finding(
            "unknown_vendor", "error",
            Text(f"「{name[:100]}」というベンダは適合パッケージにありません。", f"No conformant package is by a vendor {name[:100]!r}."),
            None, Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?") if near else None,
        ))  # fmt: skip
    if wrong:
        raise InputError(tuple(wrong))
    return found
