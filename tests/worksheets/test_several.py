"""Worksheets over several municipalities: shared systems of the three cities, agendas per vendor."""

from __future__ import annotations

from typing import Any

from analyzer.messages import Text
from analyzer.worksheets import agenda, shared
from analyzer.worksheets.several import AskedOfSeveral, Municipality
from analyzer.worksheets.worksheet import Worksheet
from tests.builders import landscape as model
from tests.builders import landscape_document, system
from tests.worksheets.asking import codes, document, made_of_several

KODAIRA = ("santama/landscape", "kodaira")
HIGASHIMURAYAMA = ("santama/landscape-higashimurayama", "higashimurayama")
KURUME = "santama/landscape-higashikurume"
TOWNS = (
    ("nagano/landscape", "a"),
    ("nagano/landscape-b", "b"),
    ("nagano/landscape-c", "c"),
    ("nagano/landscape-d", "d"),
)


def test_the_three_cities_agree_on_one_date_for_each_shared_system() -> None:
    sheet = made_of_several(shared.SHEET, KODAIRA, HIGASHIMURAYAMA, (KURUME, "higashikurume"))

    assert [(entry["name"], len(entry["members"]), entry["conflict"]) for entry in document(sheet)["shared"]] == [
        ("三市住民記録", 3, False), ("三市税", 3, False), ("二市介護保険", 2, False),
    ]  # fmt: skip
    assert [(own["landscape"], own["system"], own["months"]) for own in document(sheet)["own"]] == [
        ("santama-higashimurayama", "kaigo", ["2026-03"])
    ]
    assert codes(sheet) == {}


def test_a_city_that_moves_a_shared_system_a_month_later_is_a_conflict() -> None:
    sheet = made_of_several(shared.SHEET, KODAIRA, HIGASHIMURAYAMA, (KURUME, "higashikurume-apart"))

    assert [entry["name"] for entry in document(sheet)["shared"] if entry["conflict"]] == ["三市税"]
    assert codes(sheet) == {"shared_system_dates_differ": 1}
    assert sheet.is_broken


def verdicts(sheet: Worksheet) -> list[str]:
    """The last column of the shared systems."""
    assert sheet.report.answer is not None
    return [str(row[-1].ja) if isinstance(row[-1], Text) else "" for row in sheet.report.answer.rows]


def test_without_plans_nobody_disagrees_and_nobody_agrees() -> None:
    sheet = made_of_several(shared.SHEET, ("santama/landscape", None), (KURUME, None))

    assert codes(sheet) == {}
    assert document(sheet)["shared"][0]["members"][0]["months"] == [None]
    assert verdicts(sheet) == ["未定"] * 3
    halfway = made_of_several(shared.SHEET, KODAIRA, (KURUME, None))
    assert set(verdicts(halfway)) == {"一部未定"}
    agreed = made_of_several(shared.SHEET, KODAIRA, HIGASHIMURAYAMA, (KURUME, "higashikurume"))
    assert set(verdicts(agreed)) == {"そろう"}


def city(id: str, **fields: Any) -> Municipality:
    moved = {"id": "shift", "to": {"generation": "standard"}, "fixed": "2025-03"}
    jumin = system("jumin", moved, attributes={"共同利用": "共同住民"}, **fields)
    return Municipality(
        model(landscape_document(landscape={"id": id, "name": id}, systems=[jumin, system("zeimu")]))
    )


def test_a_shared_system_of_another_vendor_and_one_that_nobody_else_has_are_told() -> None:
    two = shared.SHEET.make(AskedOfSeveral((city("a"), city("b", current={"vendor": "vb"}))))
    alone = shared.SHEET.make(AskedOfSeveral((city("a"),)))

    assert codes(two) == {"shared_system_differs": 1}
    assert codes(alone) == {"shared_with_nobody": 1}


def test_the_agenda_of_each_vendor_is_what_the_readme_derives() -> None:
    sheet = made_of_several(agenda.SHEET, *TOWNS)
    vendors = {vendor["id"]: vendor for vendor in document(sheet)["vendors"]}

    assert {id: (len(v["landscapes"]), sum(v["cutovers"].values()), v["bridges"], v["tests"]) for id, v in vendors.items()} == {
        "center": (4, 0, 0, 4), "vendor-x": (3, 6, 1, 5), "vendor-y": (2, 3, 0, 3), "vendor-z": (1, 0, 0, 1),
    }  # fmt: skip
    assert {id: v["over_limit"] for id, v in vendors.items() if v["over_limit"]} == {"vendor-x": ["2026-01"]}
    assert [item["kind"] for item in vendors["vendor-z"]["items"]] == ["leave", "leave", "tests"]
    assert codes(sheet) == {"vendor_asked_by_too_many": 1}


def test_of_one_vendor_only_its_own_agenda_is_shown() -> None:
    sheet = made_of_several(agenda.SHEET, *TOWNS, vendor="vendor-y")

    assert [vendor["id"] for vendor in document(sheet)["vendors"]] == ["vendor-y"]
    assert codes(sheet) == {}


def test_without_a_plan_the_agenda_has_the_moves_whose_dates_are_open() -> None:
    (vendor,) = document(made_of_several(agenda.SHEET, ("nagano/landscape-d", None), vendor="vendor-y"))[
        "vendors"
    ]

    assert [(item["kind"], item["month"]) for item in vendor["items"]] == [("open", None), ("open", None)]
