"""Two plans of a drawn landscape, and what a difference makes of an answer."""

from __future__ import annotations

from hypothesis import strategies as st

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.answers import AnswerDifference, AnswerView
from analyzer.whatif.answers.view import LinkMonths
from tests.strategies import landscapes_with_plans


@st.composite
def two_evaluations(draw: st.DrawFn) -> tuple[Evaluation, Evaluation]:
    """The second plan has some moves in other months, in an order that need not be kept."""
    landscape, moves = draw(landscapes_with_plans())
    return evaluate_plan(landscape, moves), evaluate_plan(landscape, draw(changed(landscape, moves)))


@st.composite
def changed(draw: st.DrawFn, landscape: Landscape, moves: dict[MoveRef, Month]) -> dict[MoveRef, Month]:
    other = dict(moves)
    for ref in draw(st.lists(st.sampled_from(sorted(moves)), max_size=3)) if moves else []:
        other[ref] = landscape.horizon.first + draw(st.integers(0, len(landscape.horizon) - 1))
    return other


def applied(difference: AnswerDifference, before: AnswerView) -> dict[str, object]:
    """Moves, bridges, suspended links and tests of `before`, once the difference is applied to them."""
    moves = dict(before.moves)
    for move in difference.moves:
        moves.pop(move.move, None)
        if move.after is not None:
            moves[move.move] = move.after
    bridges = {bridge.key: bridge for bridge in before.bridges}
    for bridge in difference.bridges:
        bridges.pop(bridge.key, None)
        if bridge.after is not None:
            bridges[bridge.key] = bridge.after
    suspended = dict(before.suspended)
    for link in difference.suspended:
        suspended.pop(link.link, None)
        if link.after:
            suspended[link.link] = link.after
    tests = {(case.month, case.link): case for case in before.tests}
    for change in difference.tests:
        if change.before is not None:
            del tests[change.before.month, change.before.link]
    for change in difference.tests:
        if change.after is not None:
            tests[change.after.month, change.after.link] = change.after
    return _said(moves, list(bridges.values()), tuple(sorted(suspended.items())), list(tests.values()))


def said(answer: AnswerView) -> dict[str, object]:
    return _said(dict(answer.moves), list(answer.bridges), answer.suspended, list(answer.tests))


def _said(moves: object, bridges: list, suspended: LinkMonths, tests: list) -> dict[str, object]:  # type: ignore[type-arg]
    return {
        "moves": moves,
        "bridges": sorted(bridges, key=lambda bridge: bridge.key),
        "suspended": suspended,
        "tests": sorted(tests, key=lambda case: (case.month, case.link)),
    }
