"""The fewest months of a plan that have to change so that it keeps the rules of a landscape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.order.near import Near, changed_moves
from analyzer.order.problem import OrderProblem
from analyzer.order.search.relations import Relations


@dataclass(frozen=True, slots=True)
class Nearest:
    """A plan that keeps all rules, by how many months it differs, and whether fewer are proven to be too few."""

    moves: Mapping[MoveRef, Month]
    changes: int
    proven: bool


def nearest_plan(
    landscape: Landscape, old: Mapping[MoveRef, Month], time_limit: float | None = None
) -> Nearest | None:
    """The plan with the fewest months changed, whatever it costs; None where none was found within the limit (seconds)."""
    from analyzer.order.solvers.feasibility import find_courses  # noqa: PLC0415 (OR-Tools loads slowly)

    near = Near(old, sum(len(system.moves) for system in landscape.systems.values()))
    problem = OrderProblem(landscape, near=near)
    relations = Relations(problem)
    found = find_courses(relations, time_limit, fewest_changes=True)
    if found.status != "found":
        return None
    courses = zip(problem.systems, relations.courses, found.courses, strict=True)
    moves = problem.moves({id_: listed[number] for id_, listed, number in courses})
    return Nearest(moves, len(changed_moves(old, moves)), found.fewest)
