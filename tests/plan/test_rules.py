"""Each rule of a plan, broken alone: the code, whom it names, and the sentence in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.plan.rules import rule_violations, standing_findings, structural_violations
from analyzer.plan.schedule import Schedule
from tests import builders

SHIFTS = {"jumin.shift": "2025-03", "zeimu.shift": "2025-05"}
"""The usual plan: both move from office to cloud, jumin (va) in March, zeimu (vb) in May; January to June."""


def moves(months: dict[str, str]) -> dict[MoveRef, Month]:
    return {MoveRef(*ref.split(".")): Month.parse(month) for ref, month in months.items()}


def broken(plan: dict[str, str] | None = None, **sections: Any) -> list[Finding]:
    given = builders.landscape(**sections)
    return list(rule_violations(Schedule(given, moves(plan or SHIFTS))))


def systems(move: dict[str, Any] | None = None, **fields: Any) -> list[builders.Document]:
    """jumin with fields of its move and its own; zeimu as usual."""
    zeimu = builders.system("zeimu", builders.move(), current={"vendor": "vb"}, block="tax")
    return [builders.system("jumin", builders.move(**(move or {})), block="resident", **fields), zeimu]


def vendor_va(**fields: Any) -> list[builders.Document]:
    return [{"id": "va", "name": "ベンダA", **fields}, {"id": "vb", "name": "ベンダB"}]


def environments(**cloud: Any) -> list[builders.Document]:
    return [
        {"id": "office", "name": "庁内", "hosting": "on_premises"},
        {"id": "cloud", "name": "ガバメントクラウド", "hosting": "government_cloud", **cloud},
    ]


MOVE = {"move": "jumin.shift", "month": "2025-03"}
RULES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("earliest", {"systems": systems({"earliest": "2025-04"})}, MOVE, "before its earliest month 2025-04"),
    ("latest", {"systems": systems({"latest": "2025-02"})}, MOVE, "after its latest month 2025-02"),
    ("fixed", {"systems": systems({"fixed": "2025-02"})}, MOVE, "not in its fixed month 2025-02"),
    ("move_blackout", {"systems": systems({"blackout": ["2025-03"]})}, MOVE, "falls in its blackout month 2025-03"),
    ("deadline", {"systems": systems({"deadline": "2025-01"})}, {**MOVE, "late": 2}, "by 2 month(s)"),
    ("contract_end", {"systems": systems(contract_end="2025-01")},
     {"system": "jumin", "months": "2025-02/2025-02"}, "from 2025-02 to 2025-02"),
    ("environment_unavailable", {"environments": environments(available={"from": "2025-04", "until": "2025-05"})},
     {"system": "jumin", "form": 1, "subject": "cloud", "months": "2025-03/2025-06", "count": 2}, "in 2 month(s)"),
    ("package_unavailable",
     {"systems": systems({"to": {"environment": "cloud", "generation": "standard", "package": "std"}}),
      "packages": [{"id": "std", "name": "標準", "available": {"from": "2025-05"}}]},
     {"system": "jumin", "form": 1, "subject": "std", "months": "2025-03/2025-04", "count": 2}, "jumin is on std"),
    ("blackout", {"rules": [{"blackout": ["2025-03"], "reason": "当初課税"}]},
     {"system": "jumin", "month": "2025-03"}, "a blackout month (当初課税)"),
    ("vendor_unavailable", {"vendors": vendor_va(unavailable=["2025-03"])},
     {"system": "jumin", "vendor": "va", "month": "2025-03"}, "Vendor va is unavailable in 2025-03"),
    ("vendor_capacity", {"vendors": vendor_va(cutovers_per_month=0)},
     {"vendor": "va", "month": "2025-03", "count": 1}, "Vendor va has 1 cutovers in 2025-03, more than 0"),
    ("together", {"rules": [{"together": ["jumin.shift", "zeimu.shift"]}]},
     {"moves": ["jumin.shift", "zeimu.shift"]}, "jumin.shift=2025-03, zeimu.shift=2025-05"),
    ("before", {"rules": [{"before": "jumin.shift", "after": "zeimu.shift", "gap": 3}]},
     {"before": "jumin.shift", "after": "zeimu.shift"}, "at least 3 month(s) after jumin.shift, but it comes 2 after"),
    ("fixed", {"rules": [{"fixed": {"jumin.shift": "2025-04"}}]}, MOVE, "fixed to 2025-04, but stands in 2025-03"),
    ("line_needed", {"systems": systems({"needs_line": {"between": ["office", "cloud"], "months_before": 3}}),
                     "lines": [{"id": "l", "between": ["cloud", "office"], "available": {"from": "2025-02"}}],
                     "bridges": []},
     {"move": "jumin.shift", "months": ["2025-01"]}, "in 2025-01 there is neither a line nor a relay"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "sections", "details", "words"), RULES, ids=[f"{n}-{r[0]}" for n, r in enumerate(RULES)]
)
def test_a_broken_rule_names_whom_it_concerns_and_says_so_in_both_languages(
    code: str, sections: dict[str, Any], details: dict[str, Any], words: str
) -> None:
    found = [
        violation for violation in broken(**sections) if dict(violation.details).get("system") != "zeimu"
    ]
    (violation,) = found
    assert (violation.code, violation.severity) == (code, "error")
    assert dict(violation.details) == details
    assert words in violation.message.en
    assert violation.message.ja.endswith("。")
    assert str(details.get("month", "")) in violation.message.ja


def test_a_plan_that_keeps_every_rule_has_no_violation() -> None:
    assert broken() == []
    kept = {
        "earliest": "2025-03",
        "latest": "2025-03",
        "fixed": "2025-03",
        "deadline": "2025-03",
        "blackout": ["2025-04"],
    }
    rules = [
        {"before": "jumin.shift", "after": "zeimu.shift", "gap": 2},
        {"fixed": {"zeimu.shift": "2025-05"}},
        {"blackout": ["2025-03"], "systems": {"block": "tax"}},
    ]
    sections: dict[str, Any] = {
        "systems": systems(kept, contract_end="2025-02"),
        "rules": rules,
        "environments": environments(available={"from": "2025-03"}),
        "vendors": vendor_va(cutovers_per_month=1, unavailable=["2025-02", "2025-04"]),
        "landscape": {"capacity": {"cutovers_per_month": 1}},
    }
    assert broken(**sections) == []


def test_capacity_counts_cutovers_over_all_vendors() -> None:
    both = {"jumin.shift": "2025-03", "zeimu.shift": "2025-03"}
    (violation,) = broken(both, landscape={"capacity": {"cutovers_per_month": 1}})
    assert (violation.code, dict(violation.details)) == ("capacity", {"month": "2025-03", "count": 2})


def test_two_moves_of_a_system_may_fall_together_unless_the_file_says_no() -> None:
    def two(**fields: Any) -> list[builders.Document]:
        lift = builders.move("lift", {"environment": "cloud"})
        return [builders.system("jumin", lift, builders.move("shift", {"generation": "standard"}, **fields))]

    together = {"jumin.lift": "2025-03", "jumin.shift": "2025-03"}
    assert broken(together, systems=two(), integrations=[]) == []
    # One cutover, not two: a capacity of one is kept.
    one = {"capacity": {"cutovers_per_month": 1}}
    assert broken(together, systems=two(), integrations=[], landscape=one) == []
    (violation,) = broken(together, systems=two(not_with_previous=True), integrations=[])
    assert (violation.code, dict(violation.details)["move"]) == ("not_with_previous", "jumin.shift")


def test_a_gap_of_0_allows_the_same_month_and_a_gap_that_is_not_said_does_not() -> None:
    both = {"jumin.shift": "2025-03", "zeimu.shift": "2025-03"}
    order = {"before": "jumin.shift", "after": "zeimu.shift"}
    assert broken(both, rules=[{**order, "gap": 0}]) == []
    assert [violation.code for violation in broken(both, rules=[order])] == ["before"]


def test_a_deadline_that_costs_breaks_no_rule() -> None:
    late = {"deadline": "2025-04"}
    (violation,) = broken(landscape=late)
    assert (violation.code, dict(violation.details)["late"]) == ("deadline", 1)
    assert broken(landscape={**late, "lateness_per_month": 50}) == []


def test_a_blackout_looks_at_the_form_that_the_system_then_has() -> None:
    switching = systems({"to": {"environment": "cloud", "generation": "standard", "vendor": "vb"}})
    for vendor, codes in (("va", []), ("vb", ["blackout"])):
        rule = {"blackout": ["2025-03"], "systems": {"vendor": vendor}}
        assert [violation.code for violation in broken(systems=switching, rules=[rule])] == codes


def test_a_needed_line_is_served_by_a_relay_that_is_ready() -> None:
    needs = systems({"needs_line": {"between": ["office", "cloud"], "months_before": 2}})
    relay = {"kind": "relay", "setup": 5}
    for offer, codes in ((relay, []), ({**relay, "lead_months": 1}, ["line_needed"])):
        found = broken(systems=needs, lines=[], bridges=[offer], integrations=[])
        assert [violation.code for violation in found] == codes
    # An existing relay serves from the first month, whatever the entry's lead time; until its own end.
    for until, codes in (("2025-02", []), ("2025-01", ["line_needed"])):
        stands = {"kind": "relay", "between": ["office", "cloud"], "until": until}
        sections: dict[str, Any] = {
            "bridges": [{**relay, "lead_months": 9}],
            "existing_bridges": [stands],
            "integrations": [],
        }
        found = broken(systems=needs, lines=[], **sections)
        assert [violation.code for violation in found] == codes
    # Where no lines are declared nothing is checked.
    assert broken(systems=needs, bridges=[]) == []


# --- plans without forms, and systems without moves ---------------------------------------------


def structural(plan: dict[str, str], **sections: Any) -> list[tuple[str, object]]:
    found = structural_violations(builders.landscape(**sections), moves(plan))
    return [(violation.code, dict(violation.details)["move"]) for violation in found]


def test_moves_that_are_missing_unknown_or_out_of_the_horizon_are_named() -> None:
    assert structural({"jumin.shift": "2024-12", "x.y": "2025-01"}) == [
        ("move_unknown", "x.y"),
        ("out_of_horizon", "jumin.shift"),
        ("move_missing", "zeimu.shift"),
    ]
    assert structural(SHIFTS) == []


def test_a_move_before_the_one_it_follows_is_out_of_order() -> None:
    lift = builders.move("lift", {"environment": "cloud"})
    two = [builders.system("jumin", lift, builders.move("shift", {"generation": "standard"}))]
    plan = {"jumin.lift": "2025-04", "jumin.shift": "2025-03"}
    assert structural(plan, systems=two, integrations=[]) == [("out_of_order", "jumin.shift")]


def test_what_a_system_without_moves_outlives_is_a_finding() -> None:
    stays = builders.system("jumin", contract_end="2025-02", current={"environment": "cloud"})
    given = builders.landscape(
        systems=[stays], integrations=[], environments=environments(available={"until": "2025-04"})
    )
    found = standing_findings(given)
    assert [(finding.code, dict(finding.details)["months"]) for finding in found] == [
        ("contract_end", "2025-03/2025-06"),
        ("environment_unavailable", "2025-05/2025-06"),
    ]
    assert broken({}, systems=[stays], integrations=[]) == []


def test_a_landscape_without_months_has_no_findings() -> None:
    document = builders.landscape_document(
        systems=[builders.system("jumin", contract_end="2020-01")], integrations=[]
    )
    del document["landscape"]["horizon"]
    given: Landscape = builders.landscape(document)
    assert len(given.horizon) == 0
    assert standing_findings(given) == ()
    assert rule_violations(Schedule(given, {})) == ()
