"""Well-formed files that no plan can satisfy are valid, with warnings that name what is wrong."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.loading import read_document
from analyzer.landscape.places import Places
from tests.builders import Document, landscape_document, link, move, system

OFFICE = {"id": "office", "name": "o", "hosting": "on_premises"}
CLOUD = {"id": "cloud", "name": "c", "hosting": "government_cloud"}


def warnings(**overrides: Any) -> list[tuple[str, object]]:
    result = read_document(landscape_document(**overrides), Places())
    assert result.landscape is not None, [finding.message.en for finding in result.findings]
    return [(f.code, dict(f.details).get("id", dict(f.details).get("moves"))) for f in result.findings]


def of_one_move(one: Document, **overrides: Any) -> list[tuple[str, object]]:
    return warnings(systems=[system("jumin", one)], integrations=None, **overrides)


WITHOUT_MONTH = [("move_without_month", "jumin.shift")]


def test_an_order_that_goes_round_names_its_members() -> None:
    systems = [system(name, move()) for name in "abcd"]
    rules = [
        {"before": "a.shift", "after": "b.shift"},
        {"before": "b.shift", "after": "c.shift", "gap": 0},
        {"together": ["c.shift", "a.shift"]},
        {"before": "c.shift", "after": "d.shift"},
    ]
    found = warnings(systems=systems, rules=rules, integrations=None)
    assert found == [("order_cycle", "a.shift, b.shift, c.shift")]


def test_gaps_of_nothing_may_go_round() -> None:
    rules = [
        {"before": "jumin.shift", "after": "zeimu.shift", "gap": 0},
        {"before": "zeimu.shift", "after": "jumin.shift", "gap": 0},
    ]
    assert warnings(rules=rules) == []


def test_moves_of_one_system_cannot_be_together_and_apart() -> None:
    lift = move("lift", {"environment": "cloud"})
    shift = move("shift", {"generation": "standard"}, not_with_previous=True)
    rules = [{"together": ["jumin.lift", "jumin.shift"]}]
    found = warnings(systems=[system("jumin", lift, shift)], integrations=None, rules=rules)
    assert found == [("order_cycle", "jumin.lift, jumin.shift")]


def test_a_move_needs_a_month_in_which_its_new_home_is_there() -> None:
    late = {**CLOUD, "available": {"from": "2025-05"}}
    assert of_one_move(move(latest="2025-04"), environments=[OFFICE, late]) == WITHOUT_MONTH
    assert of_one_move(move(latest="2025-05"), environments=[OFFICE, late]) == []


def test_a_move_needs_a_month_before_its_old_home_is_gone() -> None:
    """As in 三宅村: the cloud is rented until one month, the lift is planned for later."""
    closing = {**OFFICE, "available": {"until": "2025-02"}}
    assert of_one_move(move(earliest="2025-04"), environments=[closing, CLOUD]) == WITHOUT_MONTH
    assert of_one_move(move(earliest="2025-03"), environments=[closing, CLOUD]) == []


def test_a_hard_deadline_counts_and_a_soft_one_does_not() -> None:
    hard = {"deadline": "2025-02"}
    assert of_one_move(move(earliest="2025-03"), landscape=hard) == WITHOUT_MONTH
    assert of_one_move(move(earliest="2025-03"), landscape={**hard, "lateness_per_month": 5}) == []
    assert of_one_move(move(earliest="2025-03", deadline="2025-04"), landscape=hard) == []


def test_blackouts_and_vendors_may_leave_no_month() -> None:
    months = [f"2025-0{number}" for number in range(1, 7)]
    vendors = [{"id": "va", "name": "A", "unavailable": months[3:]}, {"id": "vb", "name": "B"}]
    rules = [{"blackout": months[:3], "systems": {"vendor": "va"}}]
    assert of_one_move(move(), vendors=vendors, rules=rules) == WITHOUT_MONTH
    assert of_one_move(move(), vendors=vendors, rules=[{**rules[0], "systems": {"vendor": "vb"}}]) == []


def test_a_form_that_a_later_move_replaces_at_once_may_stand_nowhere() -> None:
    never = {"id": "between", "name": "b", "hosting": "other_cloud", "available": {"until": "2024-01"}}
    lift, shift = move("lift", {"environment": "between"}), move("shift", {"environment": "cloud"})
    systems = [system("jumin", lift, shift)]
    environments = [OFFICE, CLOUD, never]
    assert warnings(systems=systems, integrations=None, environments=environments) == []
    shift["not_with_previous"] = True
    found = warnings(systems=systems, integrations=None, environments=environments)
    assert found == [("move_without_month", "jumin.lift")]


KEY = "001o001/00/jumin/zeimu"


def test_a_link_that_nothing_on_offer_carries_is_named() -> None:
    assert warnings(bridges=[]) == [("nobody_can_carry", KEY)]
    assert warnings(bridges=[{"kind": "keep_legacy"}]) == []
    at_one_end = [{"kind": "keep_legacy", "system": "jumin"}]
    assert warnings(bridges=at_one_end) == [("nobody_can_carry", KEY)]
    assert warnings(bridges=[*at_one_end, {"kind": "early_standard", "system": "jumin"}]) == []


def test_a_refusal_in_the_survey_takes_an_offer_away() -> None:
    refusal = {"kind": "keep_legacy", "partner_system": "zeimu", "offered": False}
    assert warnings(bridges=[{"kind": "keep_legacy"}, refusal]) == [("nobody_can_carry", KEY)]


def test_ends_that_move_together_are_never_mixed() -> None:
    together = [{"together": ["jumin.shift", "zeimu.shift"]}]
    assert warnings(bridges=[], rules=together) == []


def test_a_link_that_may_be_suspended_or_is_of_one_package_needs_nobody() -> None:
    suspendable = [link("001o001", "jumin", "zeimu", suspendable=1)]
    assert warnings(bridges=[], integrations=suspendable) == []
    one_package = [system(name, move(), current={"package": "p"}) for name in ("jumin", "zeimu")]
    packages = [{"id": "p", "name": "p"}]
    assert warnings(bridges=[], systems=one_package, packages=packages) == []


def test_landscapes_with_little_in_them_are_fine() -> None:
    little: Document = {"systems": [], "integrations": [], "hubs": []}
    assert warnings(**little) == []
    for section in ("systems", "integrations", "vendors", "hubs", "environments"):
        assert warnings(**{**little, section: None}) == []
    assert warnings(**{**little, "bridges": [], "lines": [], "rules": [], "patterns": []}) == []
    header = {"id": "a", "name": "A"}
    result = read_document({"schema_version": 1, "landscape": header}, Places())
    assert result.landscape is not None
    assert result.landscape.horizon.months() == ()
    assert [finding.code for finding in result.findings] == ["no_months"]
