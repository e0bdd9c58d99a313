"""Twelve months of 旭川市 in the middle of its transition, advanced month by month, one vendor late twice."""

from __future__ import annotations

from analyzer import usecases
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.plan.reading import PlanFile
from analyzer.reports.answer import answer_document
from analyzer.verification import verify_answer
from analyzer.whatif.advancing import Advanced, advance, read_done
from tests.samples.test_expected_figures import SAMPLES

M = Month.parse
LATE = ("kaigo.shift", "nenkin.shift", "senkyo.shift")


def verified(landscape: Landscape, moves: dict[MoveRef, Month]) -> int:
    """The least total cost of a plan that keeps every rule, its answer re-checked without a solver."""
    answer = answer_document(evaluate_plan(landscape, moves))
    result = verify_answer(landscape, answer, Places())
    assert (result.faults, result.exit_code) == ((), 0)
    total = answer["cost"]["total"]  # type: ignore[index]
    assert isinstance(total, int)
    return total


def test_twelve_months_with_a_vendor_late_twice_cost_what_was_derived_by_hand() -> None:
    """`asahikawa-midway`, plan `welfare-first`, planned total 598 (the sample's README derives it), from 2024-10 on.

    K, N and S (vendor-n) should shift in 2025-07; they are late in 2025-07, late again in 2025-08, and done in 2025-09.
    Z, H and F shift in 2026-01 as planned, after the twelve months.

    Bridges. J's kept interface lives 2024-10 to 2025-08, 11 months instead of 9; the write-back to 2025-12, 15 months as
    before. Z→K and H→N are kept by K and N at 10 + 8 each as planned, but for 4 months (2025-09 to 2025-12) instead of 6:
    2·22. In all 11 + 15 + 44 = 70 instead of 72. Both were ordered in 2025-06 (one month of lead), and stay ordered.
    Tests: the 8 cases of 2025-07 fall in 2025-09, then 5: 26 as planned. Environments 480 and the law change 20 are as
    planned: 介護 has left the mainframe long ago. In all 70 + 26 + 480 + 20 = 596.

    Paid in the twelve months: bridges 11 + 12 (write-back) + 2·(18 + 1) = 61; tests 16; environments 12·30 = 360; law 20:
    457. Ahead from 2025-10: bridges 3·3 = 9; tests 10; environments 3·30 + 3·10 = 120: 139.
    """
    folder = SAMPLES / "asahikawa-midway"
    landscape = usecases.load(str(folder / "landscape.yaml")).landscape
    moves = dict(usecases.load_plan(str(folder / "plans" / "welfare-first.yaml")).moves)
    assert verified(landscape, moves) == 598
    paid = 0
    for number in range(12):
        to = M("2024-11") + number
        late = LATE if str(to) in ("2025-08", "2025-09") else ()
        done = read_done(landscape, moves, to, as_planned=True, late=late)
        step: Advanced = advance(landscape, moves, done, to)
        paid += step.spending.paid.total
        landscape, moves = step.landscape, dict(step.rest)
        ahead = step.spending.ahead["total"]
        assert verified(landscape, moves) == ahead
        if late:
            assert [(news.outcome, str(news.month), news.slip) for news in step.moves] == [
                ("overdue", str(to), to - M("2025-07"))
            ] * 3
            assert paid + ahead == 598 - (to - M("2025-07"))
            ordered = [(b.system, str(b.first)) for b in landscape.existing_bridges if b.first is not None]
            assert ordered == [("kaigo", str(to)), ("nenkin", str(to))]
    assert landscape.horizon.first == M("2025-10")
    assert (paid, step.spending.ahead["total"]) == (457, 139)
    history = landscape.systems["kaigo"].remarks.attributes["moves_done"]
    assert history == [{"move": "shift", "planned": "2025-07", "actual": "2025-09"}]
    assert {(b.kind, b.system, b.first) for b in landscape.existing_bridges} == {
        ("write_back", "jumin", None), ("keep_legacy", "kaigo", None), ("keep_legacy", "nenkin", None),
    }  # fmt: skip


def test_a_late_month_can_be_planned_again_from_what_stands() -> None:
    """In 2025-08, with K, N and S late: nothing found from the plan that went on is dearer than it (597), and it verifies."""
    folder = SAMPLES / "asahikawa-midway"
    landscape = usecases.load(str(folder / "landscape.yaml")).landscape
    moves = dict(usecases.load_plan(str(folder / "plans" / "welfare-first.yaml")).moves)
    done = read_done(landscape, moves, M("2025-08"), as_planned=True, late=LATE)
    step = advance(landscape, moves, done, M("2025-08"))
    rest = PlanFile(step.rest, None, Places())
    again = usecases.optimize(step.landscape, start=rest, work_limit=100, solver="search").evaluation
    assert again is not None
    assert verified(step.landscape, dict(again.moves)) <= verified(step.landscape, dict(step.rest))
