"""A first plan that keeps the rules, by construction: most constrained first, again from those that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import ne
from random import Random

from analyzer.order.rules import Course
from analyzer.order.search.relations import Months, Relations

_TRIES = 30


def construct(
    relations: Relations, tries: int = _TRIES, around: Mapping[str, Course] | None = None
) -> list[int] | None:
    """A course for every system; None where no try has found one (which proves nothing).

    Each try gives courses to systems in turn, the one with the fewest courses left (weighed by how often it
    has failed) first, months with most room first; those nearest to `around`, where that is given; deterministic.
    """
    if relations.hopeless:
        return None
    rng = Random(0)
    failed = [1] * len(relations.systems)
    for number in range(tries):
        courses = _try(relations, rng, failed, 0.0 if number == 0 else 0.3, around)
        if isinstance(courses, list):
            return courses
        failed[courses] += 1
    return None


def _try(
    relations: Relations,
    rng: Random,
    failed: list[int],
    noise: float,
    around: Mapping[str, Course] | None,
) -> list[int] | int:
    """The courses, or the system for which none was left."""
    count = len(relations.systems)
    domains = [sum(1 << course for course in allowed) for allowed in relations.allowed]
    months = Months(relations, ())
    courses = [-1] * count
    open_ = set(range(count))
    while open_:
        system = min(open_, key=lambda s: (domains[s].bit_count() / failed[s], s))
        open_.remove(system)
        wanted = None if around is None else around[relations.systems[system]]
        course = _best(relations, months, system, domains[system], rng, noise, wanted)
        if course is None:
            return system
        courses[system] = course
        months.turn(system, course, 1)
        for partner, masks in relations.partners[system]:
            if partner in open_:
                domains[partner] &= masks[course]
                if not domains[partner]:
                    return partner
    return courses


def _best(
    relations: Relations,
    months: Months,
    system: int,
    domain: int,
    rng: Random,
    noise: float,
    wanted: Course | None,
) -> int | None:
    """The course whose fullest month has most room, and among those the one nearest to the horizon's middle.

    With a course that is wanted: the one with the fewest other months, and among those the nearest to it.
    """
    best: tuple[float, float, int] | None = None
    middle = relations.problem.length / 2
    for course in relations.allowed[system]:
        if not domain >> course & 1:
            continue
        fullest = _fullest(relations, months, relations.loads[system][course])
        if fullest <= 1.0:
            there = relations.courses[system][course]
            first = fullest if wanted is None else sum(map(ne, there, wanted))
            away = sum(
                abs(month - near) for month, near in zip(there, wanted or repeat(middle), strict=False)
            )
            rank = (first + noise * rng.random(), away, course)
            best = rank if best is None or rank < best else best
    return None if best is None else best[2]


def _fullest(relations: Relations, months: Months, loads: Sequence[tuple[int, int]]) -> float:
    """What part of its limit the fullest month has after these loads."""
    fullest, taken = 0.0, dict.fromkeys(loads, 0)
    for capacity, month in loads:
        taken[capacity, month] += 1
        load = months.load[capacity][month] + taken[capacity, month]
        fullest = max(fullest, load / relations.limits[capacity])
    return fullest
