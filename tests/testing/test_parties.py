"""Who takes part in a test case, and the sentence that says why there is one."""

from __future__ import annotations

from typing import Any

from analyzer.evaluation import evaluate_plan
from analyzer.evaluation.assessment import Assessment, Peak
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.reports.answer import answer_document
from analyzer.testing.reasons import reason_of
from tests import builders

VENDORS = [{"id": vendor, "name": vendor} for vendor in ("va", "vb", "vc", "vd")]


def moves(**months: str) -> dict[MoveRef, Month]:
    return {MoveRef(system, "shift"): Month.parse(month) for system, month in months.items()}


def assessed(plan: dict[MoveRef, Month], **sections: Any) -> Assessment:
    assessment = evaluate_plan(builders.landscape(vendors=VENDORS, **sections), plan).assessment
    assert assessment is not None
    return assessment


def cases(assessment: Assessment) -> list[tuple[str, list[str]]]:
    """(month, vendors) of every test case."""
    return [
        (str(assessment.schedule.month(assessment.schedule.spans[s.month.span].start)), sorted(case.vendors))
        for s in assessment.test_sets
        for case in s.cases
    ]


def reasons(assessment: Assessment) -> list[tuple[str, str]]:
    demands = assessment.carriage.demands
    return [tuple(reason_of(demands, s, case)) for s in assessment.test_sets for case in s.cases]  # type: ignore[misc]


SWITCHING = builders.system(
    "jumin",
    builders.move(to={"environment": "cloud", "generation": "standard", "vendor": "vc"}),
    owner="市民課",
    name="住民記録",
)
STAYING = builders.system(
    "fukushi", current={"environment": "cloud", "generation": "standard", "vendor": "vb"}, owner="福祉課"
)


def test_the_outgoing_vendor_is_a_party_in_the_month_of_the_switch_and_only_then() -> None:
    # jumin passes from va to vc in March. Its link is native from then on: one case, with old and new vendor and the partner's.
    # In May the partner lifts: the case then has vc and vb alone.
    lifting = {**STAYING, "moves": [builders.move(to={"environment": "office"})]}
    link = builders.link("001o001", "jumin", "fukushi", realizations={"standard": {}})
    assessment = assessed(
        moves(jumin="2025-03", fukushi="2025-05"), systems=[SWITCHING, lifting], integrations=[link]
    )
    assert cases(assessment) == [("2025-03", ["va", "vb", "vc"]), ("2025-05", ["vb", "vc"])]


def test_the_vendor_of_the_hub_on_the_route_is_a_party() -> None:
    link = builders.link("001o001", "jumin", "fukushi", realizations={"standard": {"via": "master"}})
    hubs = [{"id": "master", "name": "連携用マスタ", "environment": "cloud", "vendor": "vd"}]
    assessment = assessed(
        moves(jumin="2025-03"), systems=[SWITCHING, STAYING], integrations=[link], hubs=hubs
    )
    assert cases(assessment) == [("2025-03", ["va", "vb", "vc", "vd"])]


def test_the_vendor_of_the_hub_that_a_converter_stands_in_is_a_party() -> None:
    # fukushi is at standard from the start and gets today's data of jumin only through the converter.
    hubs = [{"id": "db", "name": "統合DB", "environment": "cloud", "vendor": "vd", "converts": True}]
    link = builders.link(
        "001o001", "jumin", "fukushi", realizations={"legacy": {}, "standard": {"via": "db"}}
    )
    staying = builders.system("jumin", owner="市民課")
    moving = builders.system("fukushi", builders.move(), current={"vendor": "vb"})
    assessment = assessed(
        moves(fukushi="2025-02"),
        systems=[staying, moving],
        integrations=[link],
        hubs=hubs,
        bridges=[{"kind": "convert", "setup": 1}],
    )
    assert cases(assessment) == [("2025-02", ["va", "vb", "vd"])]
    (reason,) = reasons(assessment)
    assert reason == (
        "fukushiの切替により、変換の区間 2 本が新しくなります。",
        "The cutover of fukushi makes 2 leg(s) new (convert).",
    )


def test_the_reason_names_the_systems_that_cut_over_and_how_many_other_links_the_case_covers() -> None:
    shared = {"standard": {"send": "x", "receive": "y"}}
    links = [builders.link(id, "jumin", "fukushi", realizations=shared) for id in ("001o001", "001o002")]
    assessment = assessed(moves(jumin="2025-03"), systems=[SWITCHING, STAYING], integrations=links)
    (reason,) = reasons(assessment)
    assert reason == (
        "住民記録の切替により、そのまま連携の区間 1 本が新しくなります。同じ区間だけを通る他の 1 件も、これで確認できます。",
        "The cutover of jumin makes 1 leg(s) new (native). It also covers 1 other link(s) on the same legs.",
    )


def test_a_way_that_changes_without_a_cutover_has_its_own_reason() -> None:
    # The bridge that exists ends in March: from April on a new one, three months in the making, carries the link, and nobody cuts over.
    mixed = [builders.system("jumin"), STAYING]
    link = builders.link("001o001", "jumin", "fukushi")
    assessment = assessed(
        {},
        systems=mixed,
        integrations=[link],
        bridges=[{"kind": "early_standard", "lead_months": 3}],
        existing_bridges=[
            {"kind": "keep_legacy", "system": "fukushi", "serves": ["001o001"], "until": "2025-03"}
        ],
    )
    assert cases(assessment) == [("2025-04", ["va", "vb"])]
    (reason,) = reasons(assessment)
    assert reason == (
        "標準連携の先行に変わり、区間 1 本が新しくなります。",
        "The link is now carried by early standard: 1 leg(s) are new.",
    )


def test_a_case_without_a_due_leg_is_tested_as_a_main_route() -> None:
    there = {"environment": "cloud", "generation": "standard"}
    systems = [SWITCHING, STAYING, *(builders.system(id, current=there) for id in ("a", "b"))]
    via = {"standard": {"via": "master"}}
    links = [
        builders.link("001o001", "jumin", "fukushi", realizations=via),
        builders.link("001o002", "a", "b", realizations=via, main_route=True),
    ]
    assessment = assessed(
        moves(jumin="2025-03"), systems=systems, integrations=links, landscape={"tests": {"main_routes": 1}}
    )
    assert reasons(assessment)[1] == ("主要なルートとして確認します。", "Tested as a main route.")


def test_owner_sections_of_both_ends_stand_beside_the_vendors_and_have_peaks() -> None:
    link = builders.link("001o001", "jumin", "fukushi", realizations={"standard": {}})
    landscape = builders.landscape(vendors=VENDORS, systems=[SWITCHING, STAYING], integrations=[link])
    answer = evaluate_plan(landscape, moves(jumin="2025-03"))
    document: dict[str, Any] = answer_document(answer)
    assert [row["owners"] for row in document["tests"]] == [["市民課", "福祉課"]]
    assert answer.assessment is not None
    # March is month 2 from January; 福祉課 cuts nothing over.
    assert answer.assessment.peaks_by_owner == {
        "市民課": (Peak(2, 1), Peak(2, 1)),
        "福祉課": (Peak(None, 0), Peak(2, 1)),
    }
    assert answer.assessment.peaks_by_vendor == {
        "va": (Peak(None, 0), Peak(2, 1)),
        "vb": (Peak(None, 0), Peak(2, 1)),
        "vc": (Peak(2, 1), Peak(2, 1)),
    }
