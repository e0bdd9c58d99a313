"""Courses: the months that one system's moves may take, and what rules tie the courses of two systems to each other.

A *course* is the months of a system's moves, counted from the horizon's first. Which ones the rules allow is asked of
the checker of plans, one system in a landscape of its own (semantics, section 6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement, pairwise, product
from math import comb

from analyzer.landscape.model import Before, Blackout, Fixed, Landscape, MoveRef, Rule, System, Together
from analyzer.plan.rules import rule_violations
from analyzer.plan.schedule import Schedule
from analyzer.verification.costs import lateness_cost, law_change_cost
from analyzer.verification.patterns import final_moves

Course = tuple[int, ...]


def count_courses(landscape: Landscape) -> int:
    """How many courses there are before any rule is asked."""
    months = len(landscape.horizon)
    return sum(
        comb(months + len(s.moves) - 1, len(s.moves)) for s in landscape.systems.values() if months or s.moves
    )


def courses_of(landscape: Landscape, system: System) -> dict[Course, int]:
    """Every course that breaks no rule of this system alone → law changes and lateness under it.

    A system without moves has the course ``()``.
    """
    alone = _landscape_of(landscape, system)
    months = landscape.horizon.months()
    found: dict[Course, int] = {}
    for course in combinations_with_replacement(range(len(months)), len(system.moves)):
        moves = {
            MoveRef(system.id, move.id): months[at] for move, at in zip(system.moves, course, strict=True)
        }
        schedule = Schedule(alone, moves)
        if not rule_violations(schedule):
            found[course] = law_change_cost(schedule) + lateness_cost(schedule)
    return found


def _landscape_of(landscape: Landscape, system: System) -> Landscape:
    """With this system only, and the rules that speak of nothing else."""
    rules: list[Rule] = []
    for rule in landscape.rules:
        if isinstance(rule, Blackout):
            rules.append(rule)
        elif isinstance(rule, Fixed):
            own = tuple((ref, month) for ref, month in rule.months if ref.system == system.id)
            rules.append(replace(rule, months=own))
        else:
            refs = rule.moves if isinstance(rule, Together) else (rule.before, rule.after)
            if all(ref.system == system.id for ref in refs):
                rules.append(rule)
    alone = replace(landscape, systems={system.id: system}, integrations={}, rules=tuple(rules))
    if any(move.needs_line for move in system.moves):
        return alone
    return replace(alone, lines=None, catalogue=None, existing_bridges=())  # nobody asks for them


@dataclass(frozen=True, slots=True)
class Tie:
    """At least `gap` months from the one move to the other; `exact`: just as many."""

    one: int
    other: int
    gap: int
    exact: bool

    def allows(self, first: Course, second: Course) -> bool:
        apart = second[self.other] - first[self.one]
        return apart == self.gap if self.exact else apart >= self.gap


class Ties:
    """Together, before/after and the pattern between the moves of two different systems."""

    def __init__(self, landscape: Landscape, pattern: str | None) -> None:
        self._place = {
            MoveRef(system.id, move.id): place
            for system in landscape.systems.values()
            for place, move in enumerate(system.moves)
        }
        self._ties: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        for rule in landscape.rules:
            if isinstance(rule, Together):
                self._together(rule.moves)
            elif isinstance(rule, Before):
                self._tie(rule.before, rule.after, rule.gap, exact=False)
        groups, together = (None if pattern is None else final_moves(landscape, pattern)) or ([], False)
        for group in groups if together else ():
            self._together(tuple(group))
        for group, following in pairwise(groups):
            for before, after in product(group, following):
                self._tie(before, after, 1, exact=False)

    def _together(self, moves: tuple[MoveRef, ...]) -> None:
        for one, other in combinations(moves, 2):
            self._tie(one, other, 0, exact=True)

    def _tie(self, one: MoveRef, other: MoveRef, gap: int, *, exact: bool) -> None:
        if one.system != other.system:
            tie = Tie(self._place[one], self._place[other], gap, exact)
            self._ties[one.system, other.system].append(tie)

    def allowed(
        self, one: str, first: dict[Course, int], other: str, second: dict[Course, int]
    ) -> Iterator[tuple[Course, Course]]:
        """The pairs of courses that no rule excludes."""
        ahead, behind = self._ties.get((one, other), ()), self._ties.get((other, one), ())
        for c in first:
            for d in second:
                if all(tie.allows(c, d) for tie in ahead) and all(tie.allows(d, c) for tie in behind):
                    yield c, d
