"""Contradictions by hand: what the sentences of the definitions say of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analyzer import usecases
from analyzer.landscape.model import Landscape, Pattern
from analyzer.landscape.months import Horizon, Month
from analyzer.order.conflict import Conflict, Relaxation, explain
from analyzer.order.problem import OrderProblem
from analyzer.reports.conflict import conflict_document, conflict_sections
from tests.builders import landscape, landscape_document, link, move, system

Document = dict[str, Any]


def explained(given: Landscape, pattern: Pattern | None = None) -> Conflict:
    conflict = explain(OrderProblem(given, pattern))
    assert conflict is not None
    return conflict


def codes(conflict: Conflict) -> list[str]:
    return [rule.code for rule in conflict.rules]


def told(relaxation: Relaxation | None) -> list[tuple[str, int]]:
    assert relaxation is not None
    assert relaxation.proven
    return [(change.code, change.months) for change in relaxation.changes]


def revised(relaxation: Relaxation | None) -> list[tuple[str, str, str]]:
    assert relaxation is not None
    return [(one.subject, one.before, one.after) for change in relaxation.changes for one in change.revisions]


def city(**overrides: Any) -> Landscape:
    """jumin and zeimu move from office to cloud in 2025-01 to 2025-06; no links unless given."""
    header = {"horizon": {"first": "2025-01", "last": "2025-06"}, **overrides.pop("landscape", {})}
    return landscape(landscape=header, **{"integrations": [], **overrides})


def office(**fields: Any) -> list[Document]:
    documents: list[Document] = landscape_document()["environments"]
    return [{**documents[0], **fields}, *documents[1:]]


def test_miyake_needs_two_months_and_was_offered_twelve() -> None:
    # The cloud is rented until 2023-01, the lift may take place from 2023-04 on: 2023-02 and 2023-03 lack a home.
    given = usecases.load("sample:miyake").landscape
    conflict = explained(given)
    assert codes(conflict) == ["earliest", "environment_unavailable"]
    assert conflict.irreducible
    assert conflict.smallest
    assert revised(conflict.relaxation) == [("current-cloud", "2023-01", "2023-03")]
    assert told(conflict.relaxation) == [("environment_unavailable", 2)]
    assert revised(conflict.offered) == [("current-cloud", "2023-01", "2024-01")]
    assert told(conflict.offered) == [("environment_unavailable", 12)]


def test_a_feasible_problem_has_no_conflict() -> None:
    with pytest.raises(ValueError, match="keeps all rules"):
        explain(OrderProblem(city()))


def test_a_horizon_without_months_is_no_rule_and_nothing_relaxes_it() -> None:
    given = replace(city(), horizon=Horizon(Month.parse("2025-01"), Month.parse("2024-12")))
    conflict = explained(given)
    assert conflict == Conflict((), irreducible=True, smallest=True, relaxation=None, offered=None)


def test_a_longer_horizon_is_never_a_relaxation() -> None:
    # After 2025-06 there is no month: earliest 2025-09 comes three months earlier.
    given = city(systems=[system("jumin", move(earliest="2025-09"))])
    conflict = explained(given)
    assert codes(conflict) == ["earliest"]
    assert revised(conflict.relaxation) == [("jumin.shift", "2025-09", "2025-06")]


def test_the_order_of_moves_is_no_rule_but_holds() -> None:
    lift, shift = move("lift", {"environment": "cloud"}), move("shift", {"generation": "standard"})
    given = city(systems=[system("jumin", {**lift, "earliest": "2025-05"}, {**shift, "latest": "2025-03"})])
    conflict = explained(given)
    assert codes(conflict) == ["earliest", "latest"]
    # as few months as earliest: a later end is preferred
    assert told(conflict.relaxation) == [("latest", 2)]


def test_five_systems_and_two_cutovers_a_month_need_three_months() -> None:
    systems = [system(f"s{n}", move(earliest="2025-02", latest="2025-03")) for n in range(5)]
    given = city(systems=systems, landscape={"capacity": {"cutovers_per_month": 2}})
    conflict = explained(given)
    # Five cutovers in two months of two: every system is needed for it, by either of its borders.
    assert codes(conflict).count("capacity") == 1
    assert len(conflict.rules) == 1 + 5 * 2
    assert conflict.smallest
    # One cutover too many in one month, one system a month earlier or later: all are one rule and one month.
    assert told(conflict.relaxation) == [("latest", 1)]


def test_capacity_gives_way_by_the_cutovers_that_are_too_many() -> None:
    blackout = {"blackout": ["2025-01", "2025-02", "2025-03", "2025-04"], "reason": "確定申告"}
    systems = [system(f"s{n}", move(fixed="2025-05")) for n in range(4)]
    given = city(systems=systems, rules=[blackout], landscape={"capacity": {"cutovers_per_month": 1}})
    relaxation = explained(given).relaxation
    assert told(relaxation) == [("capacity", 3)]
    assert revised(relaxation) == [("landscape", "1", "4")]


def test_together_moves_apart_and_a_gap_shrinks_by_the_months_that_are_missing() -> None:
    systems = [system("jumin", move(fixed="2025-02")), system("zeimu", move(fixed="2025-04"))]
    apart = explained(city(systems=systems, rules=[{"together": ["jumin.shift", "zeimu.shift"]}]))
    assert sorted(codes(apart)) == ["fixed", "fixed", "together"]
    # two months for each of the three: the first rule gives way
    assert told(apart.relaxation) == [("fixed", 2)]
    early = [system("jumin", move(fixed="2025-02")), system("zeimu", move(latest="2025-04"))]
    gap = {"before": "jumin.shift", "after": "zeimu.shift", "gap": 3}
    after = explained(city(systems=early, rules=[gap]))
    assert sorted(codes(after)) == ["before", "fixed", "latest"]
    # zeimu may come in 2025-04 and should in 2025-05: one month for each, and a later end is preferred
    assert told(after.relaxation) == [("latest", 1)]


def test_the_fewest_rules_come_before_the_fewest_months() -> None:
    # Either the one environment stays four months longer, or two systems come earlier by one and two months.
    systems = [system("jumin", move(earliest="2025-02")), system("zeimu", move(earliest="2025-03")),
               system("koseki", move(earliest="2025-05"))]  # fmt: skip
    given = city(systems=systems, environments=office(available={"until": "2024-12"}))
    assert told(explained(given).relaxation) == [("environment_unavailable", 4)]


def test_of_the_offers_the_fewest_extensions_and_then_the_fewest_months_are_taken() -> None:
    extensions = [{"until": "2025-05"}, {"until": "2025-03"}, {"until": "2025-02"}]
    systems = [
        {**system("jumin", move(earliest="2025-04")), "contract_end": "2025-03"},
        {**system("zeimu", move(earliest="2025-03")), "contract_end": "2025-01",
         "contract_extensions": [{"until": "2025-12"}, {"until": "2025-01"}]},
    ]  # fmt: skip
    given = city(systems=systems, environments=office(available={"until": "2025-01"}, extensions=extensions))
    conflict = explained(given)
    assert revised(conflict.relaxation) == [("zeimu", "2025-01", "2025-02"), ("office", "2025-01", "2025-03")]
    assert revised(conflict.offered) == [("zeimu", "2025-01", "2025-12"), ("office", "2025-01", "2025-03")]


def test_an_offer_that_is_too_short_does_not_help() -> None:
    environments = office(available={"until": "2025-01"}, extensions=[{"until": "2025-02"}])
    given = city(systems=[system("jumin", move(earliest="2025-04"))], environments=environments)
    assert explained(given).offered is None


MIXED_ALONE: Document = {"integrations": [link("l1", "jumin", "zeimu")], "bridges": []}


def test_a_link_that_nothing_carries_while_its_ends_move_apart_is_part_of_the_conflict() -> None:
    given = city(
        **MIXED_ALONE,
        systems=[system("jumin", move(fixed="2025-02")), system("zeimu", move(fixed="2025-04"))],
    )
    conflict = explained(given)
    assert codes(conflict) == ["fixed", "fixed", "unserved_demand"]
    relaxation = conflict.relaxation
    assert told(relaxation) == [("fixed", 2)]


def test_a_link_between_systems_that_stay_can_contradict_by_itself() -> None:
    # Native via a hub that is there from 2025-03 on: in two months nothing carries it, whatever moves.
    hub = {"id": "h", "name": "h", "environment": "office", "vendor": "va", "available": {"from": "2025-03"}}
    realizations = {"legacy": {"via": "h"}, "standard": {}}
    stay = [system("a"), system("b"), system("jumin", move())]
    given = city(
        systems=stay, hubs=[hub], integrations=[{**link("l1", "a", "b"), "realizations": realizations}]
    )
    conflict = explained(given)
    assert codes(conflict) == ["unserved_demand"]
    assert conflict.smallest
    # A hub that is there two months earlier, or another way for two months: rules come before other dates.
    assert told(conflict.relaxation) == [("unserved_demand", 2)]


def test_the_environment_of_a_hub_is_extended_for_the_links_that_go_through_it() -> None:
    # The old hub's environment ends with 2025-02; the links of jumin and zeimu need it until both have moved.
    environments = [
        *landscape_document()["environments"],
        {"id": "old", "name": "汎用機", "hosting": "on_premises", "available": {"until": "2025-02"},
         "extensions": [{"until": "2025-05"}]},
    ]  # fmt: skip
    hub = {"id": "h", "name": "h", "environment": "old", "vendor": "va"}
    links = [
        {**link(f"l{n}", "jumin", "zeimu"), "realizations": {"legacy": {"via": "h"}, "standard": {}}}
        for n in range(3)
    ]
    systems = [system("jumin", move(earliest="2025-05")), system("zeimu", move(earliest="2025-05"))]
    given = city(systems=systems, environments=environments, hubs=[hub], integrations=links, bridges=[])
    conflict = explained(given)
    assert codes(conflict)[-1] == "unserved_demand"
    assert revised(conflict.relaxation) == [("old", "2025-02", "2025-04")]
    assert revised(conflict.offered) == [("old", "2025-02", "2025-05")]


def test_a_shorter_lead_time_carries_a_link_and_counts_its_months() -> None:
    links = [link(f"l{n}", "jumin", "zeimu") for n in range(2)]
    given = city(
        integrations=links,
        bridges=[{"kind": "keep_legacy", "setup": 1, "lead_months": 4}],
        systems=[system("jumin", move(fixed="2025-03")), system("zeimu", move(earliest="2025-05"))],
    )
    # In 2025-03 jumin is new and zeimu is not: ready in 2025-03 means a lead of two months. To fix jumin two
    # months later is as good: that rule comes first.
    assert told(explained(given).relaxation) == [("fixed", 2)]
    pinned = city(
        integrations=links,
        bridges=[{"kind": "keep_legacy", "setup": 1, "lead_months": 4}],
        systems=[
            system("jumin", move(fixed="2025-03", latest="2025-03")),
            system("zeimu", move(earliest="2025-05")),
        ],
        rules=[{"before": "jumin.shift", "after": "zeimu.shift", "gap": 2}],
    )
    assert revised(explained(pinned).relaxation) == [("keep legacy", "4", "2")]


def test_a_vendor_that_withdraws_would_have_to_keep_its_bridges_for_longer() -> None:
    # jumin is new in 2025-02 at the latest, zeimu not before 2025-05: keep_legacy at jumin is va's, until 2025-03 only.
    given = city(
        vendors=[{"id": "va", "name": "A", "bridges_until": "2025-03"}, {"id": "vb", "name": "B"}],
        integrations=[link(f"l{n}", "jumin", "zeimu") for n in range(2)],
        bridges=[{"kind": "keep_legacy"}],
        systems=[system("jumin", move(latest="2025-02", fixed="2025-02")), system("zeimu", move(earliest="2025-05"))],
        rules=[{"before": "jumin.shift", "after": "zeimu.shift", "gap": 3}],
    )  # fmt: skip
    relaxation = explained(given).relaxation
    assert relaxation is not None
    (change,) = relaxation.changes
    assert (change.code, change.months, change.path) == ("bridges_until", 1, ("vendors", 0, "bridges_until"))
    assert change.sentence.en == "the end of new bridges of vendor va from 2025-03 to 2025-04 (1 month(s))"


def test_a_pattern_is_part_of_the_conflict_and_is_never_relaxed() -> None:
    pattern = Pattern("p1", "住民・税が先", (("resident",), ("tax",)))
    systems = [
        {**system("jumin", move(earliest="2025-04")), "block": "resident"},
        {**system("zeimu", move(latest="2025-03")), "block": "tax"},
    ]
    given = city(systems=systems)
    conflict = explained(given, pattern)
    assert codes(conflict) == ["earliest", "latest", "pattern"]
    assert told(conflict.relaxation) == [("latest", 2)]


def test_a_pattern_with_more_groups_than_months_has_no_relaxation() -> None:
    pattern = Pattern("p3a", "順に", (("resident",), ("tax",)))
    systems = [{**system("jumin", move()), "block": "resident"}, {**system("zeimu", move()), "block": "tax"}]
    given = city(systems=systems, landscape={"horizon": {"first": "2025-01", "last": "2025-01"}})
    conflict = explained(given, pattern)
    assert codes(conflict) == ["pattern"]
    assert conflict.relaxation is None


def test_the_same_question_gets_the_same_answer() -> None:
    given = usecases.load("sample:miyake").landscape
    one, other = explained(given), explained(given)
    assert [rule.key for rule in one.rules] == [rule.key for rule in other.rules]
    assert one.relaxation == other.relaxation
    assert one.offered == other.offered


def test_out_of_time_nothing_is_claimed() -> None:
    assert explain(OrderProblem(usecases.load("sample:miyake").landscape), time_limit=0.0) is None


def test_the_answer_names_rules_with_their_places_and_both_relaxations() -> None:
    given = usecases.load("sample:miyake").landscape
    document: list[Any] = conflict_document(given, explained(given))
    assert [entry["kind"] for entry in document] == ["rule", "rule", "relaxation", "offered"]
    assert document[1]["key"] == ["environment_unavailable", "current-cloud", "until"]
    assert document[1]["place"]["line"] == 21
    assert document[2]["message"]["ja"] == (
        "環境「現行クラウド」（current-cloud）の利用終了を 2023-01 から 2023-03 へ（2 か月）"
    )
    assert document[2]["changes"][0]["values"] == [
        {"subject": "current-cloud", "from": "2023-01", "to": "2023-03"}
    ]
    assert document[3]["months"] == 12


def test_a_built_in_pattern_has_no_place_and_an_empty_horizon_is_told() -> None:
    pattern = Pattern("p3a", "順に", (("resident",), ("tax",)))
    systems = [{**system("jumin", move()), "block": "resident"}, {**system("zeimu", move()), "block": "tax"}]
    given = city(systems=systems, landscape={"horizon": {"first": "2025-01", "last": "2025-01"}})
    document: list[Any] = conflict_document(given, explained(given, pattern))
    assert [(entry["kind"], entry["place"]) for entry in document] == [("rule", None)]
    empty = replace(city(), horizon=Horizon(Month.parse("2025-01"), Month.parse("2024-12")))
    told_: list[Any] = conflict_document(empty, explained(empty))
    assert [entry["code"] for entry in told_] == ["no_months"]


def test_the_report_says_it_in_sentences() -> None:
    given = usecases.load("sample:miyake").landscape
    rules, least, offered = conflict_sections(given, explained(given))
    assert rules.lines[0].ja == "次の 2 件の決まりは同時に守れません。"
    assert "環境「現行クラウド」（current-cloud）は 2023-01 まで使える" in rules.entries[1].ja
    assert least.lines[0].ja == "次の 1 件を変えれば計画が立ちます（合わせて 2 か月）。"
    assert "2023-01 から 2024-01 へ（12 か月）" in offered.entries[0].ja
