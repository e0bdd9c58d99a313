"""The difference of two answers: it is nothing of an answer and itself, turns round, and makes the one into the other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from analyzer.errors import InputError
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.reading import read_plan
from analyzer.reports.answer import answer_document
from analyzer.whatif.answers import (
    AnswerDifference,
    AnswerView,
    Way,
    difference_of,
    link_ways,
    read_answer,
    view_of,
)
from tests.builders import landscape, link, move, system
from tests.evaluation.drawing import some
from tests.strategies import SIDED, landscapes_with_plans
from tests.whatif.answers.drawing import applied, said, two_evaluations

Both = tuple[Evaluation, Evaluation]
Case = tuple[Landscape, dict[MoveRef, Month]]
OTHER_WAY = {
    "new": "gone",
    "gone": "new",
    "longer": "shorter",
    "shorter": "longer",
    "moved": "moved",
    "changed": "changed",
}


def at(text: str) -> Month:
    return Month.parse(text)


def reread(evaluation: Evaluation, where: Landscape | None = None, **parts: Any) -> AnswerView:
    """The answer as its plan file says it, with other values in place of its own where they are given."""
    document = json.loads(json.dumps({**answer_document(evaluation), **parts}))
    return read_answer(read_plan(json.dumps(document).encode(), "answer.json"), where or evaluation.landscape)


# --- what an answer says ---------------------------------------------------------------------


@some(3)
@given(landscapes_with_plans())
def test_an_evaluation_and_its_plan_file_say_the_same_and_do_not_differ(case: Case) -> None:
    evaluation = evaluate_plan(*case)
    seen = view_of(evaluation)
    written = reread(evaluation)
    assert difference_of(seen, seen).is_empty
    assert difference_of(seen, written).is_empty
    assert (said(seen), seen.cost, seen.peaks, seen.counts) == (
        said(written), written.cost, written.peaks, written.counts,
    )  # fmt: skip
    if evaluation.assessment is not None:
        each_link_has_the_way_that_the_plan_gave_it(evaluation, evaluation.assessment)


def each_link_has_the_way_that_the_plan_gave_it(evaluation: Evaluation, assessment: Assessment) -> None:
    carriage = assessment.carriage
    schedule = carriage.demands.schedule
    ways = link_ways(view_of(evaluation), with_states=True)
    live = set()
    for stretch, span, option in carriage:
        bridge = option.way.bridge
        name = option.way.name if bridge is None else bridge.kind
        covered = schedule.spans[span]
        for index in range(covered.start, covered.stop):
            link_month = str(stretch.integration.key), schedule.month(index)
            live.add(link_month)
            if option.way.name != "suspended":
                key = "" if bridge is None else str(bridge.key)
                way = ways[link_month[0]][link_month[1]]
                assert way == Way(name, key, option.way.hub or "", way.end)
                assert bool(way.end) == (name in SIDED)
                if bridge is not None and name in SIDED and bridge.place.system is not None:
                    assert bridge.place.system == getattr(stretch.integration.key, way.end)
    for name, by_month in ways.items():
        for month, way in by_month.items():
            if (name, month) not in live:
                assert way.name in ("internal", "absent", "unknown")


def test_an_answer_in_the_words_of_the_format_alone_is_read(small_answer: dict[str, Any]) -> None:
    """`key`, `paid` and everything that a program may leave out."""
    (bridge,) = small_answer["bridges"]
    for name in ("key", "paid", "reason"):
        del bridge[name]
    for name in ("peaks", "baselines", "twice", "certificate", "made_by", "bridge_cost_alone"):
        del small_answer[name]
    read = read_answer(read_plan(json.dumps(small_answer).encode(), "a.json"), landscape())
    assert [(b.key, b.paid) for b in read.bridges] == [("keep_legacy|jumin|va", None)]
    assert (
        difference_of(read, view_of(small())).bridges[0].change == "changed"
    )  # the price is said on one side


@pytest.mark.parametrize(
    ("parts", "places"),
    [
        ({"cost": "much", "bridges": [{"kind": 3}], "tests": {}}, {"cost", "bridges[0].kind", "tests"}),
        ({"suspended": [{"integration": "x", "months": ["soon"]}]}, {"suspended[0].months[0]"}),
        ({"peaks": {"cutovers": {"month": "2025-01", "count": -1}}}, {"peaks.cutovers.count"}),
        ({"status": "fine", "bound": True}, {"status", "bound"}),
    ],
)
def test_what_cannot_be_read_is_said_at_once_with_its_place(
    parts: dict[str, Any], places: set[str], small_answer: dict[str, Any]
) -> None:
    text = json.dumps({**small_answer, **parts}).encode()
    with pytest.raises(InputError) as refused:
        read_answer(read_plan(text, "a.json"), landscape())
    assert places <= {dict(finding.details)["path"] for finding in refused.value.findings}
    assert all(finding.place is not None for finding in refused.value.findings)


def test_what_is_listed_twice_is_refused(small_answer: dict[str, Any]) -> None:
    small_answer["tests"] *= 2
    with pytest.raises(InputError) as refused:
        read_answer(read_plan(json.dumps(small_answer).encode(), "a.json"), landscape())
    assert {finding.code for finding in refused.value.findings} == {"listed_twice"}


# --- what holds of every difference ----------------------------------------------------------


@some(3)
@given(two_evaluations())
def test_applied_to_the_one_answer_it_gives_the_other_and_exchanged_sides_exchange_it(both: Both) -> None:
    before, after = map(view_of, both)
    there, back = difference_of(before, after), difference_of(after, before)
    if there.counted:
        assert applied(there, before) == said(after)
        the_ways_of_links_differ_in_the_months_that_are_told_and_in_no_others(there)
    else:
        assert applied(there, before)["moves"] == said(after)["moves"]
    the_one_is_the_other_exchanged(there, back)


def the_one_is_the_other_exchanged(there: AnswerDifference, back: AnswerDifference) -> None:
    for part in ("moves", "bridges", "suspended", "tests"):
        forth, reverse = getattr(there, part), getattr(back, part)
        assert [(c.before, c.after) for c in forth] == [(c.after, c.before) for c in reverse], part
        assert [c.change for c in forth] == [OTHER_WAY[c.change] for c in reverse], part
    for one, other in zip((*there.costs, *there.figures), (*back.costs, *back.figures), strict=True):
        assert (one.name, one.before, one.after) == (other.name, other.after, other.before)
    assert [(of, one, other) for of, one, other in there.peaks] == [
        (of, two, one) for of, one, two in back.peaks
    ]
    assert (there.violations_new, there.findings_new) == (back.violations_gone, back.findings_gone)
    runs = [(link.link, [(r.first, r.last, r.before, r.after) for r in link.runs]) for link in there.links]
    assert runs == [
        (link.link, [(r.first, r.last, r.after, r.before) for r in link.runs]) for link in back.links
    ]


def the_ways_of_links_differ_in_the_months_that_are_told_and_in_no_others(
    difference: AnswerDifference,
) -> None:
    told = {
        (change.link, run.first + i): (run.before, run.after)
        for change in difference.links
        for run in change.runs
        for i in range(run.last - run.first + 1)
    }
    ways = [link_ways(side, with_states=True) for side in (difference.before, difference.after)]
    for name, months in ways[0].items():
        for month, way in months.items():
            other = ways[1][name][month]
            assert told.get((name, month)) == (None if way == other else (way, other))


# --- by hand ---------------------------------------------------------------------------------


def small(zeimu: str = "2025-04", rules: list[dict[str, str]] | None = None) -> Evaluation:
    """jumin in 2025-02: its link to zeimu is mixed until that has moved too, and kept by jumin."""
    catalogue = [{"kind": "keep_legacy", "setup": 3, "per_month": 2}]
    where = landscape(bridges=catalogue, rules=rules)
    return evaluate_plan(
        where, {MoveRef("jumin", "shift"): at("2025-02"), MoveRef("zeimu", "shift"): at(zeimu)}
    )


@pytest.fixture
def small_answer() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(answer_document(small())))
    return document


LINK = "001o001/00/jumin/zeimu"


def test_a_cutover_two_months_later_makes_its_bridge_live_longer_and_moves_its_test() -> None:
    difference = difference_of(view_of(small()), view_of(small("2025-06")))
    (moved,) = difference.moves
    assert (str(moved.move), moved.change, moved.before, moved.after) == (
        "zeimu.shift", "moved", at("2025-04"), at("2025-06"),
    )  # fmt: skip
    (bridge,) = difference.bridges
    assert (bridge.key, bridge.change) == ("keep_legacy|jumin|va", "longer")
    assert (len(bridge.shown.months), bridge.shown.paid) == (4, 3 + 4 * 2)
    assert bridge.serves == (
        (LINK, (at("2025-02"), at("2025-03")), tuple(at(f"2025-0{m}") for m in (2, 3, 4, 5))),
    )
    (case,) = difference.tests  # that of 2025-02 stays
    assert (case.change, case.before and case.before.month, case.after and case.after.month) == (
        "moved", at("2025-04"), at("2025-06"),
    )  # fmt: skip
    (link,) = difference.links
    (run,) = link.runs
    assert (run.first, run.last) == (at("2025-04"), at("2025-05"))
    assert (run.before, run.after) == (
        Way("native"),
        Way("keep_legacy", "keep_legacy|jumin|va", end="source"),
    )
    figures = {figure.name: figure.difference for figure in (*difference.costs, *difference.figures)}
    assert (figures["bridge"], figures["test"], figures["total"]) == (4, 0, 4)
    assert (figures["end"], figures["bridge_months"], figures["tests"]) == (2, 2, 0)


def test_a_bridge_that_serves_as_long_but_in_other_months_has_moved() -> None:
    plans = [{"jumin": "2025-02", "zeimu": "2025-04"}, {"jumin": "2025-03", "zeimu": "2025-05"}]
    where = landscape()
    sides = [
        view_of(evaluate_plan(where, {MoveRef(s, "shift"): at(m) for s, m in plan.items()})) for plan in plans
    ]
    assert [bridge.change for bridge in difference_of(*sides).bridges] == ["moved"]


def test_answers_for_another_landscape_are_compared_by_what_they_list() -> None:
    """A system, a link and a move that the landscape at hand does not know stand there by their names."""
    more = landscape(
        systems=[system("jumin", move()), system("zeimu", move()), system("kaigo", move())],
        integrations=[link("002", "jumin", "kaigo")],
        bridges=[{"kind": "keep_legacy"}],
    )
    after = evaluate_plan(more, {MoveRef(s, "shift"): at("2025-03") for s in ("jumin", "zeimu", "kaigo")})
    slow = evaluate_plan(more, {**after.moves, MoveRef("kaigo", "shift"): at("2025-05")})
    difference = difference_of(view_of(small()), reread(slow, where=landscape()))
    assert not difference.comparable
    assert [str(m.move) for m in difference.moves if m.change == "new"] == ["kaigo.shift"]
    ways = {change.link: [(r.before, r.after) for r in change.runs] for change in difference.links}
    assert ways["002/00/jumin/kaigo"] == [(Way("unlisted"), Way("keep_legacy", "keep_legacy|jumin|va"))]
    assert ways[LINK] == [(Way("keep_legacy", "keep_legacy|jumin|va"), Way("unlisted"))]


def test_between_two_landscapes_that_are_known_a_link_may_come_and_go() -> None:
    one, two = (
        landscape(systems=[system("jumin"), system("zeimu")], integrations=[link(id, "jumin", "zeimu")])
        for id in ("001", "002")
    )
    difference = difference_of(view_of(evaluate_plan(one, {})), view_of(evaluate_plan(two, {})))
    assert [
        (change.link[:3], change.runs[0].before, change.runs[0].after) for change in difference.links
    ] == [
        ("001", Way("native"), None),
        ("002", None, Way("native")),
    ]


def test_rules_that_are_broken_on_one_side_only_are_told() -> None:
    rules = [{"before": "zeimu.shift", "after": "jumin.shift"}]
    difference = difference_of(view_of(small("2025-01", rules)), view_of(small(rules=rules)))
    assert [finding.code for finding in difference.violations_new] == ["before"]
    assert difference.violations_gone == ()


def test_answers_without_a_cost_are_compared_in_what_they_have() -> None:
    difference = difference_of(view_of(small()), view_of(small("2031-01")))
    assert [figure.after for figure in difference.costs] == [None] * 8
    assert (difference.bridges, difference.tests, difference.links, difference.peaks) == ((), (), (), ())
    assert {figure.name: figure.after for figure in difference.figures}["bridges"] is None
    assert [finding.code for finding in difference.violations_new] == ["out_of_horizon"]
    assert [str(moved.move) for moved in difference.moves] == ["zeimu.shift"]
