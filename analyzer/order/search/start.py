"""A first plan that keeps the rules, by construction: most constrained first, again from those that failed."""

from __future__ import annotations

from random import Random

from analyzer.order.search.relations import Months, Relations

_TRIES = 30


def construct(relations: Relations, tries: int = _TRIES) -> list[int] | None:
    """A course for every system; None where no try has found one (which proves nothing).

    Each try gives courses to systems in turn, the one with the fewest courses left (weighed by how often it
    has failed) first, months with most room first; deterministic.
    """
    if relations.hopeless:
        return None
    rng = Random(0)
    failed = [1] * len(relations.systems)
    for number in range(tries):
        courses = _try(relations, rng, failed, 0.0 if number == 0 else 0.3)
        if isinstance(courses, list):
            return courses
        failed[courses] += 1
    return None


def _try(relations: Relations, rng: Random, failed: list[int], noise: float) -> list[int] | int:
    """The courses, or the system for which none was left."""
    count = len(relations.systems)
    domains = [sum(1 << course for course in allowed) for allowed in relations.allowed]
    months = Months(relations, ())
    courses = [-1] * count
    open_ = set(range(count))
    while open_:
        system = min(open_, key=lambda s: (domains[s].bit_count() / failed[s], s))
        open_.remove(system)
        course = _roomiest(relations, months, system, domains[system], rng, noise)
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


def _roomiest(
    relations: Relations, months: Months, system: int, domain: int, rng: Random, noise: float
) -> int | None:
    """The course whose fullest month has most room, and among those the one nearest to the horizon's middle."""
    best: tuple[float, float, int] | None = None
    middle = relations.problem.length / 2
    for course in relations.allowed[system]:
        if not domain >> course & 1:
            continue
        fullest = 0.0
        for capacity, month in relations.loads[system][course]:
            fullest = max(fullest, (months.load[capacity][month] + 1) / relations.limits[capacity])
        if fullest <= 1.0:
            away = sum(abs(month - middle) for month in relations.courses[system][course])
            rank = (fullest + noise * rng.random(), away, course)
            best = rank if best is None or rank < best else best
    return None if best is None else best[2]
