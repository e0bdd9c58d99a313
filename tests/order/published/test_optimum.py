"""The optimiser on published problems: the optimum of the literature, or bounds on either side of it."""

from __future__ import annotations

import os
from typing import Any

import pytest

from analyzer import order
from tests.order.published.problems import LARGE, SMALL, Problem

if not hasattr(order, "optimize_plan"):
    pytest.skip("the optimiser is not there yet", allow_module_level=True)
optimize_plan: Any = order.optimize_plan

WORK = 10
EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 8
"""Each is a search to its proof: all of them in `make test-long`, some of each kind otherwise."""


@pytest.mark.parametrize("problem", SMALL[::EVERY], ids=str)
def test_the_optimum_is_that_of_the_literature(problem: Problem) -> None:
    encoded = problem.encode()
    answer = optimize_plan(encoded.landscape())
    optimum = problem.optimum()
    if optimum is None:
        assert answer.status == "infeasible"
        return
    assert answer.status == "optimal"
    assert answer.evaluation.violations == ()
    assert answer.evaluation.cost.total == answer.bound == optimum


@pytest.mark.parametrize("problem", LARGE[::EVERY], ids=str)
def test_a_search_that_is_stopped_has_the_optimum_between_its_bound_and_its_plan(problem: Problem) -> None:
    encoded = problem.encode()
    answer = optimize_plan(encoded.landscape(), work_limit=WORK)
    optimum = problem.optimum()
    assert optimum is not None
    assert answer.status in ("optimal", "feasible")
    assert answer.bound <= optimum <= answer.evaluation.cost.total
