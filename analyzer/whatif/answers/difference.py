"""What differs between two answers, as a value: applied to the one it gives the other.

`difference_of(b, a)` is `difference_of(a, b)` with its sides exchanged.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.order.why.comparing import take_pairs
from analyzer.verification.document import COST_PARTS
from analyzer.whatif.answers.view import AnswerView, BridgeView, CaseView, Months, Peak, PeakOf
from analyzer.whatif.answers.ways import UNLISTED, Way, link_ways, states_known
from analyzer.whatif.consequences import new_violations

Change = Literal["new", "gone", "longer", "shorter", "moved", "changed"]
"""`longer`, `shorter`: in more (fewer) months; `moved`: in as many, but others; `changed`: in the same months, otherwise."""


@dataclass(frozen=True, slots=True)
class MoveChange:
    """A move in another month, or in one answer only (None)."""

    move: MoveRef
    before: Month | None
    after: Month | None

    @property
    def change(self) -> Change:
        return "new" if self.before is None else "gone" if self.after is None else "moved"


@dataclass(frozen=True, slots=True)
class BridgeChange:
    """A bridge that is not the same in both: its life, whom it serves, its price, whether it exists or stays."""

    key: str
    change: Change
    before: BridgeView | None
    after: BridgeView | None

    @property
    def shown(self) -> BridgeView:
        """As it is after, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def serves(self) -> tuple[tuple[str, Months, Months], ...]:
        """(link, months before, months after) of the links whose months differ, sorted."""
        before, after = (dict(side.serves) if side else {} for side in (self.before, self.after))
        return tuple(_differing(before, after, ()))


@dataclass(frozen=True, slots=True)
class SuspensionChange:
    """A link that is left out in other months."""

    link: str
    change: Change
    before: Months
    after: Months


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A test case that is new or gone, `moved` to another month, or `changed` within its month.

    `changed`: it covers other legs, has other parties, or another link's case does the work of this one.
    """

    change: Change
    before: CaseView | None
    after: CaseView | None

    @property
    def shown(self) -> CaseView:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class WayRun:
    """Months in a row, first and last, in which a link is carried in another way (None: no such link on that side)."""

    first: Month
    last: Month
    before: Way | None
    after: Way | None


@dataclass(frozen=True, slots=True)
class LinkChange:
    link: str
    runs: tuple[WayRun, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of both answers, differing or not; None where an answer does not have it."""

    name: str
    before: int | Month | None
    after: int | Month | None

    @property
    def difference(self) -> int | None:
        """After less before; of months how many later."""
        match self.before, self.after:
            case int() as before, int() as after:
                return after - before
            case Month() as before, Month() as after:
                return after - before
            case _:
                return None


class AnswerDifference:
    """Everything that differs, sorted; each part is found once, when it is asked for."""

    def __init__(self, before: AnswerView, after: AnswerView) -> None:
        self.before = before
        self.after = after

    @property
    def comparable(self) -> bool:
        """Both answers were made for the landscapes that they are read against."""
        return self.before.known and self.after.known

    @property
    def counted(self) -> bool:
        """Both answers have figures. One without a cost lists no bridges and tests, which tells nothing of them."""
        return self.before.cost is not None and self.after.cost is not None

    @property
    def is_empty(self) -> bool:
        return not (
            self.moves or self.bridges or self.suspended or self.tests or self.links or self.peaks
            or self.violations_new or self.violations_gone or self.findings_new or self.findings_gone
            or any(figure.before != figure.after for figure in (*self.costs, *self.figures))
            or self.before.status != self.after.status
        )  # fmt: skip

    @cached_property
    def moves(self) -> tuple[MoveChange, ...]:
        return tuple(
            MoveChange(ref, one, other)
            for ref, one, other in _differing(self.before.moves, self.after.moves, None)
        )

    @cached_property
    def bridges(self) -> tuple[BridgeChange, ...]:
        """None where either answer has no figures (`counted`); so with suspended links, tests, links and peaks."""
        if not self.counted:
            return ()
        before, after = (
            {bridge.key: bridge for bridge in side.bridges} for side in (self.before, self.after)
        )
        return tuple(
            BridgeChange(key, _change(one.months if one else (), other.months if other else ()), one, other)
            for key, one, other in _differing(before, after, None)
        )

    @cached_property
    def suspended(self) -> tuple[SuspensionChange, ...]:
        if not self.counted:
            return ()
        before, after = dict(self.before.suspended), dict(self.after.suspended)
        return tuple(
            SuspensionChange(link, _change(one, other), one, other)
            for link, one, other in _differing(before, after, ())
        )

    @cached_property
    def tests(self) -> tuple[CaseChange, ...]:
        """Matched by link and month, then month and legs, then link, then legs: whichever link of several is tested
        for the same legs makes no other test of it. By month and link.
        """
        if not self.counted:
            return ()
        old, new = list(self.before.tests), list(self.after.tests)
        same = take_pairs(old, new, lambda case: (case.link, case.month))
        same += take_pairs(old, new, lambda case: (case.month, case.covers))
        moved = [
            *take_pairs(old, new, lambda case: case.link),
            *take_pairs(old, new, lambda case: case.covers),
        ]
        found = [CaseChange("changed", one, other) for one, other in same if one != other]
        found += [CaseChange("moved", one, other) for one, other in moved]
        found += [CaseChange("gone", case, None) for case in old]
        found += [CaseChange("new", None, case) for case in new]
        return tuple(sorted(found, key=_case_order))

    @cached_property
    def links(self) -> tuple[LinkChange, ...]:
        """Links that are carried in another way, over the months that both horizons have.

        Where the states of the links of either are not known, only by what both answers list.
        """
        if not self.counted:
            return ()
        with_states = states_known(self.before) and states_known(self.after)
        before, after = (link_ways(side, with_states) for side in (self.before, self.after))
        missing = None if with_states else Way(UNLISTED)
        one, other = self.before.landscape.horizon, self.after.landscape.horizon
        months = [month for month in one.months() if month in other]
        found = []
        for link in sorted({*before, *after}):
            runs = tuple(_runs(before.get(link, {}), after.get(link, {}), months, missing))
            if runs:
                found.append(LinkChange(link, runs))
        return tuple(found)

    @cached_property
    def costs(self) -> tuple[Figure, ...]:
        """Every part of the cost, then the total."""
        before, after = self.before.cost, self.after.cost
        return tuple(
            Figure(part, None if before is None else before[part], None if after is None else after[part])
            for part in (*COST_PARTS, "total")
        )

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        before, after = self.before, self.after
        names = ("changed_links", "everything", "changed_twice", "tested_twice")
        listed = [_listed(side) for side in (before, after)]
        return (
            Figure("bound", before.bound, after.bound),
            Figure("bridge_cost_alone", before.bridge_cost_alone, after.bridge_cost_alone),
            Figure("end", before.end, after.end),
            *(Figure(name, listed[0].get(name), listed[1].get(name)) for name in _LISTED),
            *(Figure(name, before.counts.get(name), after.counts.get(name)) for name in names),
        )

    @cached_property
    def peaks(self) -> tuple[tuple[PeakOf, Peak | None, Peak | None], ...]:
        """Peaks that differ; None where an answer does not speak of that vendor or section."""
        if not self.counted:
            return ()
        return tuple(_differing(self.before.peaks, self.after.peaks, None))

    @cached_property
    def violations_new(self) -> tuple[Finding, ...]:
        return new_violations(self.before.violations, self.after.violations)

    @cached_property
    def violations_gone(self) -> tuple[Finding, ...]:
        return new_violations(self.after.violations, self.before.violations)

    @cached_property
    def findings_new(self) -> tuple[Finding, ...]:
        return new_violations(self.before.findings, self.after.findings)

    @cached_property
    def findings_gone(self) -> tuple[Finding, ...]:
        return new_violations(self.after.findings, self.before.findings)


_LISTED = ("bridges", "bridge_months", "suspended", "tests")


def _listed(answer: AnswerView) -> dict[str, int]:
    """How much an answer with figures lists."""
    if answer.cost is None:
        return {}
    months = sum(len(bridge.months) for bridge in answer.bridges)
    return dict(
        zip(_LISTED, (len(answer.bridges), months, len(answer.suspended), len(answer.tests)), strict=True)
    )


def difference_of(before: AnswerView, after: AnswerView) -> AnswerDifference:
    """What becomes of `before` in `after`."""
    return AnswerDifference(before, after)


_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
_Default = TypeVar("_Default")


def _differing(
    before: Mapping[_Key, _Value], after: Mapping[_Key, _Value], default: _Default
) -> Iterator[tuple[_Key, _Value | _Default, _Value | _Default]]:
    """Every key of either, sorted, whose values are not equal (`default` where it has none)."""
    keys: list[_Key] = sorted({*before, *after})  # type: ignore[type-var]
    for key in keys:
        one, other = before.get(key, default), after.get(key, default)
        if one != other:
            yield key, one, other


def _change(before: Months, after: Months) -> Change:
    if not before or not after:
        return "new" if not before else "gone"
    if len(before) != len(after):
        return "longer" if len(after) > len(before) else "shorter"
    return "changed" if before == after else "moved"


def _case_order(change: CaseChange) -> list[tuple[Month, str]]:
    return sorted((case.month, case.link) for case in (change.before, change.after) if case is not None)


def _runs(
    before: Mapping[Month, Way], after: Mapping[Month, Way], months: list[Month], missing: Way | None
) -> Iterator[WayRun]:
    """Neighbouring months with the same pair of ways are one run; `missing` is the way in a month without one."""
    run: WayRun | None = None
    for month in months:
        one, other = before.get(month, missing), after.get(month, missing)
        if run is not None and (run.before, run.after) == (one, other) and month - run.last == 1:
            run = WayRun(run.first, month, one, other)
            continue
        if run is not None:
            yield run
        run = WayRun(month, month, one, other) if one != other else None
    if run is not None:
        yield run
