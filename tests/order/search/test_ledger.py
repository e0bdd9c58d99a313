"""The ledger's cost against the assessment that counts a carriage from scratch."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import least_joint_cost
from analyzer.order.problem import OrderProblem
from analyzer.order.search import carriers
from analyzer.order.search.carrying import carriage_of, demands_of, ways_of
from analyzer.order.search.ledger import NONE, Ledger
from analyzer.order.search.sheet import Sheet
from tests.order.search.drawing import problems
from tests.profiles import examples

seeds = st.integers(0, 10_000)
drawn = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=examples(40)
)


def served(sheet: Sheet, rng: Random) -> list[int] | None:
    """Courses in which every link can be carried; None where a few throws found none."""
    for _ in range(10):
        courses = [rng.randrange(len(sheet.problem.courses[id_])) for id_ in sheet.systems]
        if not demands_of(sheet, courses).unserved:
            return courses
    return None


def started(problem: OrderProblem, rng: Random) -> Ledger:
    assume(all(problem.courses[id_] for id_ in problem.systems))
    sheet = Sheet(problem)
    courses = served(sheet, rng)
    assume(courses is not None)
    assert courses is not None
    return Ledger(sheet, courses)


def counted(ledger: Ledger) -> int:
    """What the assessment counts, without what main routes and sessions add to the cases."""
    assessment = Assessment(carriage_of(ledger.sheet, ledger.courses, ledger.pick))
    fewest = sum(len(test_set.independent) for test_set in assessment.test_sets)
    more = (assessment.cases - fewest) * assessment.landscape.test_case_cost
    return assessment.cost.total - assessment.cost.session - more


def change(ledger: Ledger, rng: Random) -> None:
    """Another course, or a bridge opened or closed; nothing where a link could not be carried."""
    sheet = ledger.sheet
    if sheet.bridge_pieces and rng.random() < 0.4:
        bridge = rng.choice(list(sheet.bridge_pieces))
        (carriers.close if carriers.is_open(ledger, bridge) else carriers.open_)(ledger, bridge)
        return
    system = rng.randrange(len(sheet.systems))
    course = rng.randrange(len(sheet.habits[system]))
    courses = [*ledger.courses[:system], course, *ledger.courses[system + 1 :]]
    if not demands_of(sheet, courses).unserved:
        ledger.change(system, course)


@given(problems(), seeds)
@drawn
def test_the_ledger_counts_what_the_assessment_counts_after_any_changes(
    problem: OrderProblem, seed: int
) -> None:
    rng = Random(seed)
    ledger = started(problem, rng)
    assert ledger.total == counted(ledger)
    for _ in range(5):
        change(ledger, rng)
        assert ledger.total == counted(ledger)
        if rng.random() < 0.5:
            ledger.mark()
        elif rng.random() < 0.5:
            ledger.back()
            assert ledger.total == counted(ledger)


@given(problems(), seeds)
@drawn
def test_what_is_taken_back_leaves_no_trace(problem: OrderProblem, seed: int) -> None:
    rng = Random(seed)
    ledger = started(problem, rng)
    for _ in range(4):
        change(ledger, rng)
        before = ledger.mark(), ledger.courses.copy(), ledger.pick.copy(), ledger.once.copy()
        months = [row.copy() for row in ledger.monthly]
        for _ in range(3):
            change(ledger, rng)
        ledger.back()
        assert (ledger.total, ledger.courses, ledger.pick, ledger.once) == before
        assert ledger.monthly == months


@given(problems(), seeds)
@drawn
def test_better_ways_never_cost_more_and_never_less_than_the_least(problem: OrderProblem, seed: int) -> None:
    ledger = started(problem, Random(seed))
    before = ledger.total
    after = carriers.improve(ledger)
    assert after == ledger.total <= before
    if not problem.landscape.session_cost and not problem.landscape.main_routes:
        least = least_joint_cost(demands_of(ledger.sheet, ledger.courses)).assessment.cost.total
        assert after >= least


@given(problems(), seeds)
@drawn
def test_ways_taken_from_a_carriage_are_given_back_as_they_were(problem: OrderProblem, seed: int) -> None:
    ledger = started(problem, Random(seed))
    ways = ways_of(ledger.sheet, carriage_of(ledger.sheet, ledger.courses, ledger.pick))
    assert all(ledger.pick[piece] in (way, NONE) for piece, way in ways.items())
    assert {piece for piece, pick in enumerate(ledger.pick) if pick != NONE} >= set(ways)
