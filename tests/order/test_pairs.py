"""Rules between two systems as one table of all pairs of courses, held against the rules judged pair by pair."""

from __future__ import annotations

from itertools import permutations

from hypothesis import HealthCheck, given, settings

from analyzer.order.pairs import PairRules
from analyzer.order.problem import OrderProblem
from tests.order.search.drawing import problems
from tests.profiles import examples


def _go_together(problem: OrderProblem, one: str, other: str, plan: dict[str, tuple[int, ...]]) -> bool:
    """Whether the rules that tie the two systems let their courses in `plan` go together."""
    for together in problem.together:
        mine = {problem.month_of(plan, ref) for ref in together.moves if ref.system == one}
        theirs = {problem.month_of(plan, ref) for ref in together.moves if ref.system == other}
        if any(month != partner for month in mine for partner in theirs):
            return False
    for before in problem.before:
        if {before.before.system, before.after.system} == {one, other} and (
            problem.month_of(plan, before.after) - problem.month_of(plan, before.before) < before.gap
        ):
            return False
    return all(
        served.allows(plan[str(served.integration.source)], plan[str(served.integration.target)])
        for served in problem.served_pairs
        if {served.integration.source, served.integration.target} == {one, other}
    )


@given(problems(most=150))
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(60)
)
def test_a_table_of_pairs_says_what_the_rules_say_pair_by_pair(problem: OrderProblem) -> None:
    rules = PairRules(problem)
    for one, other in permutations(problem.systems, 2):
        courses, partners = problem.courses[one], problem.courses[other]
        table = rules.table(one, other, courses, partners)
        assert (table is not None) == (tuple(sorted((one, other))) in rules.pairs)
        for i, course in enumerate(courses):
            for j, partner in enumerate(partners):
                said = table is None or bool(table[i, j])
                assert said == _go_together(problem, one, other, {one: course, other: partner})
