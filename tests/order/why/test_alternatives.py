"""The nearest alternatives of a plan's moves: priced, forbidden with the rule, or left out and said so."""

from __future__ import annotations

from hypothesis import given

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.order.why import Alternative, Reasons, why
from analyzer.plan.rules import structural_violations
from tests.evaluation.drawing import Drawn, priced, some
from tests.order.why.small import JUMIN, ZEIMU, city, evaluated, month


def asked(reasons: Reasons) -> dict[tuple[str, str], tuple[dict[str, str], int | None, list[str]]]:
    """(move, kind) → (months proposed, difference in total, codes of the rules that the next month breaks)."""
    return {
        (str(move.moves[0]), found.kind): (
            {str(ref): str(at) for ref, at in found.changes.items()},
            None if found.difference is None else found.difference.total,
            [finding.code for finding in found.forbidden],
        )
        for move in reasons.moves
        for found in move.alternatives
    }


def test_every_move_has_the_month_before_and_the_month_after() -> None:
    """By hand, from 49: jumin earlier: a month more of the bridge, +2; later: a month less, −2 (the office is zeimu's).

    zeimu earlier: a month less of the bridge and the office and no law change, −2 − 10 − 7; later: +2 + 10, and late, +3.
    """
    assert asked(why(evaluated(city()))) == {
        ("jumin.shift", "earlier"): ({"jumin.shift": "2025-01"}, 2, []),
        ("jumin.shift", "later"): ({"jumin.shift": "2025-03"}, -2, []),
        ("zeimu.shift", "earlier"): ({"zeimu.shift": "2025-03"}, -19, []),
        ("zeimu.shift", "later"): ({"zeimu.shift": "2025-05"}, 15, []),
    }


def test_a_closed_month_is_stepped_over_and_its_rule_is_named() -> None:
    """zeimu in 2025-06: two months more, +4 + 20 + 6."""
    closed = city(rules=[{"blackout": ["2025-05"]}])
    found = asked(why(evaluated(closed), [ZEIMU]))
    assert found["zeimu.shift", "later"] == ({"zeimu.shift": "2025-06"}, 30, ["blackout"])


def test_where_every_month_breaks_a_rule_the_nearest_one_is_named() -> None:
    fixed = city(rules=[{"fixed": {"zeimu.shift": "2025-04"}}])
    found = why(evaluated(fixed), [ZEIMU])
    assert asked(found)["zeimu.shift", "earlier"] == ({"zeimu.shift": "2025-03"}, None, ["fixed"])


def test_the_horizon_ends() -> None:
    found = why(evaluated(city(), "2025-01", "2025-06"))
    ends = [a for move in found.moves for a in move.alternatives if a.next_month is None]
    assert ends == [Alternative("earlier", None, {}, None, ()), Alternative("later", None, {}, None, ())]


def test_moves_that_a_rule_keeps_together_move_together() -> None:
    together = city(rules=[{"together": ["jumin.shift", "zeimu.shift"]}])
    found = why(evaluated(together, "2025-02", "2025-02"))
    assert [move.moves for move in found.moves] == [(JUMIN, ZEIMU)]
    assert asked(found)["jumin.shift", "later"][0] == {"jumin.shift": "2025-03", "zeimu.shift": "2025-03"}


def test_a_move_takes_along_what_stands_in_its_way_and_may_join_the_move_before_it() -> None:
    two = city(
        systems=[
            {
                "id": "jumin", "name": "住民記録", "scope": "standard",
                "current": {"environment": "office", "generation": "legacy", "vendor": "va"},
                "moves": [{"id": "lift", "to": {"environment": "cloud"}}, {"id": "shift", "to": {"generation": "standard"}}],
            }
        ],
        integrations=[],
    )  # fmt: skip
    lift, shift = JUMIN._replace(move="lift"), JUMIN
    same = asked(why(evaluate_plan(two, {lift: month("2025-03"), shift: month("2025-03")})))
    assert same["jumin.lift", "earlier"][0] == {"jumin.lift": "2025-02"}
    assert same["jumin.lift", "later"][0] == {"jumin.lift": "2025-04", "jumin.shift": "2025-04"}
    assert same["jumin.shift", "earlier"][0] == {"jumin.lift": "2025-02", "jumin.shift": "2025-02"}
    apart = asked(why(evaluate_plan(two, {lift: month("2025-02"), shift: month("2025-05")})))
    assert apart["jumin.shift", "with_previous"][0] == {"jumin.shift": "2025-02"}
    close = asked(why(evaluate_plan(two, {lift: month("2025-02"), shift: month("2025-03")})))
    assert ("jumin.shift", "with_previous") not in close, "it is the earlier one already"


def test_what_a_limit_leaves_out_is_said() -> None:
    one = why(evaluated(city()), most=1)
    assert ([move.moves for move in one.moves], one.left_out, one.stopped_by) == (
        [(JUMIN,)],
        (ZEIMU,),
        "count",
    )
    none = why(evaluated(city()), time_limit=0.0)
    assert (none.moves, none.left_out, none.stopped_by) == ((), (JUMIN, ZEIMU), "clock")
    every = why(evaluated(city()))
    assert (every.left_out, every.stopped_by) == ((), None)


@given(priced())
@some(5)
def test_alternatives_break_no_rule_that_the_plan_keeps_and_differ_as_their_evaluation_says(
    case: tuple[Drawn, Evaluation],
) -> None:
    (_, landscape, moves), evaluation = case
    assert evaluation.cost is not None
    heard: list[tuple[int, int]] = []
    found = why(evaluation, most=3, progress=lambda done, count: heard.append((done, count)))
    assert [done for done, _ in heard] == list(range(len(found.moves)))
    assert {ref for move in found.moves for ref in move.moves} | set(found.left_out) == set(moves)
    for move in found.moves:
        for alternative in move.alternatives:
            assert (
                not structural_violations(landscape, {**moves, **alternative.changes})
                or alternative.forbidden
            )
            if alternative.difference is None:
                assert alternative.next_month is None or alternative.forbidden
                continue
            after = evaluate_plan(landscape, {**moves, **alternative.changes})
            assert after.cost is not None
            assert all(violation in evaluation.violations for violation in after.violations)
            assert alternative.difference.total == after.cost.total - evaluation.cost.total
