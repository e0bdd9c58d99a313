"""The nearest alternatives of every move of a plan, and what they would cost or which rule forbids them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analyzer.evaluation.clock import Clock
from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef, Together
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.order.why.account import Account
from analyzer.order.why.comparing import compare_with, new_violations
from analyzer.order.why.items import Difference
from analyzer.plan.rules import rule_violations, structural_violations
from analyzer.plan.schedule import Schedule

Kind = Literal["earlier", "later", "with_previous"]
Changes = Mapping[MoveRef, Month]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Other months for a move and those that go with it, all else as planned.

    `changes` are the months of the nearest change that breaks no rule, `difference` what it would change.
    `forbidden` are the rules that the very next month (`next_month`) would break; without a `difference` every month in
    that direction breaks some rule, unless the clock `stopped` the search. `next_month` is None where the horizon ends.
    """

    kind: Kind
    next_month: Month | None
    changes: Changes
    difference: Difference | None
    forbidden: tuple[Finding, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class MoveReasons:
    """Moves that rules keep in one month (mostly a single one), and their alternatives."""

    moves: tuple[MoveRef, ...]
    month: Month
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """`moves` in the order of the plan; `left_out` are moves that a limit kept from being asked about."""

    evaluation: Evaluation
    moves: tuple[MoveReasons, ...]
    left_out: tuple[MoveRef, ...]
    stopped_by: Literal["clock", "count"] | None


def why(
    evaluation: Evaluation,
    asked: Sequence[MoveRef] | None = None,
    time_limit: float | None = None,
    most: int | None = None,
    progress: Progress | None = None,
) -> Reasons:
    """For every move of the plan (or those asked for) its nearest alternatives, each at its least joint cost.

    The plan must have a cost. At most `most` moves are asked about, and none is begun after `time_limit` seconds;
    a search that the clock ends gives its difference with its range. `progress` hears how many of all are done.
    """
    assert evaluation.assessment is not None
    clock = Clock(time_limit)
    asker = _Asker(evaluation, clock)
    groups = _groups(evaluation.landscape, evaluation.moves)
    if asked is not None:
        groups = [group for group in groups if not set(asked).isdisjoint(group)]
    found: list[MoveReasons] = []
    stopped_by: Literal["clock", "count"] | None = None
    for group in groups:
        if clock.is_over:
            stopped_by = "clock"
        elif most is not None and len(found) >= most:
            stopped_by = "count"
        if stopped_by is not None:
            break
        if progress is not None:
            progress(len(found), len(groups))
        alternatives = tuple(asker.alternatives(group))
        found.append(MoveReasons(group, evaluation.moves[group[0]], alternatives))
    left = tuple(sorted(ref for group in groups[len(found) :] for ref in group))
    return Reasons(evaluation, tuple(found), left, stopped_by)


def _groups(landscape: Landscape, moves: Changes) -> list[tuple[MoveRef, ...]]:
    """Moves that rules keep together, as far as the plan does so; by month, then name."""
    groups: dict[MoveRef, set[MoveRef]] = {ref: {ref} for ref in moves}
    for rule in landscape.rules:
        if isinstance(rule, Together) and len({moves[ref] for ref in rule.moves}) == 1:
            joined = set().union(*(groups[ref] for ref in rule.moves))
            for ref in joined:
                groups[ref] = joined
    distinct = {min(group): tuple(sorted(group)) for group in groups.values()}
    return sorted(distinct.values(), key=lambda group: (moves[group[0]], group))


class _Asker:
    """Asks about changes of one plan, and about each only once."""

    def __init__(self, evaluation: Evaluation, clock: Clock) -> None:
        assert evaluation.assessment is not None
        self._evaluation = evaluation
        self._landscape = evaluation.landscape
        self._moves = evaluation.moves
        self._account = Account(evaluation.assessment)
        self._clock = clock
        self._groups = {ref: group for group in _groups(self._landscape, self._moves) for ref in group}
        self._answers: dict[tuple[tuple[MoveRef, Month], ...], Difference] = {}

    def alternatives(self, group: tuple[MoveRef, ...]) -> Iterator[Alternative]:
        """Earlier, later, and in the month of the move before it."""
        horizon, month = self._landscape.horizon, self._moves[group[0]]
        earlier = self._nearest("earlier", group, [month + -n for n in range(1, month - horizon.first + 1)])
        yield earlier
        yield self._nearest("later", group, [month + n for n in range(1, horizon.last - month + 1)])
        for before in self._months_before(group):
            merged = self._nearest("with_previous", group, [before])
            if merged.changes != earlier.changes:
                yield merged

    def _months_before(self, group: tuple[MoveRef, ...]) -> list[Month]:
        """Months in which systems of the group made the move before it, if earlier; latest first."""
        found = set()
        for ref in group:
            position = self._position(ref)
            if position:
                previous = self._landscape.systems[ref.system].moves[position - 1]
                found.add(self._moves[MoveRef(ref.system, previous.id)])
        return sorted(found - {self._moves[group[0]]}, reverse=True)

    def _nearest(self, kind: Kind, group: tuple[MoveRef, ...], months: list[Month]) -> Alternative:
        """The first of the months that breaks no rule which the plan keeps."""
        along = self._along(kind, group)
        forbidden: tuple[Finding, ...] = ()
        stopped = False
        for month in months:
            if self._clock.is_over:
                stopped = True
                break
            changes = dict.fromkeys(along, month)
            caused = self._caused(changes)
            difference = None
            if not caused:
                difference = self._ask(changes)
                caused = difference.caused
            if difference is not None and not caused:
                return Alternative(kind, months[0], changes, difference, forbidden)
            if month == months[0]:
                forbidden = caused
        first = months[0] if months else None
        changes = {} if first is None else dict.fromkeys(along, first)
        return Alternative(kind, first, changes, None, forbidden, stopped)

    def _along(self, kind: Kind, group: tuple[MoveRef, ...]) -> tuple[MoveRef, ...]:
        """With the group what stands in its way in the same month: a system's moves before it, or after it."""
        along, waiting = set(group), list(group)
        while waiting:
            ref = waiting.pop()
            moves, at = self._landscape.systems[ref.system].moves, self._position(ref)
            others = moves[at + 1 :] if kind == "later" else moves[:at]
            for move in others:
                other = MoveRef(ref.system, move.id)
                if self._moves[other] == self._moves[ref]:
                    fresh = set(self._groups[other]) - along
                    along |= fresh
                    waiting.extend(fresh)
        return tuple(sorted(along))

    def _position(self, ref: MoveRef) -> int:
        return next(
            at for at, move in enumerate(self._landscape.systems[ref.system].moves) if move.id == ref.move
        )

    def _caused(self, changes: Changes) -> tuple[Finding, ...]:
        """Rules that the change breaks and the plan does not; links that nothing can carry left aside."""
        moves = {**self._moves, **changes}
        structural = structural_violations(self._landscape, moves)
        if structural:
            return structural
        found = rule_violations(Schedule(self._landscape, moves))
        return new_violations(self._evaluation.violations, found)

    def _ask(self, changes: Changes) -> Difference:
        key = tuple(sorted(changes.items(), key=lambda item: item[0]))
        if key not in self._answers:
            after = evaluate_plan(self._landscape, {**self._moves, **changes}, self._clock.left())
            self._answers[key] = compare_with(self._evaluation, self._account, after)
        return self._answers[key]
