"""Drawn problems of which some plan keeps the rules, and plans of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import assume
from hypothesis import strategies as st

from analyzer.order.problem import OrderProblem, Plan
from tests.strategies import landscapes

MOST = 400
"""Plans of a problem that are tried one by one at most."""


def every_plan(problem: OrderProblem) -> Iterator[Plan]:
    """All combinations of courses, rules between systems not yet asked."""
    choices = [problem.courses[id_] for id_ in problem.systems]
    for courses in itertools.product(*choices):
        yield dict(zip(problem.systems, courses, strict=True))


def count(problem: OrderProblem) -> int:
    product = 1
    for id_ in problem.systems:
        product *= len(problem.courses[id_])
    return product


@st.composite
def problems(draw: st.DrawFn, most: int | None = None, moving: int = 1) -> OrderProblem:
    problem = OrderProblem(draw(landscapes()))
    assume(len(problem.systems) >= moving)
    assume(most is None or count(problem) <= most)
    return problem
