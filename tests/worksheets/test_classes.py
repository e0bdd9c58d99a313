"""川崎市's classes of links: every link in exactly one or told, twins, notices, character sets."""

from __future__ import annotations

from itertools import product
from typing import get_args

from analyzer.landscape.model import Environment, Form, Hosting, Landscape, Scope, Stage, System, Zone
from analyzer.worksheets.classes import SHEET
from analyzer.worksheets.link_classes import CLASSES, REASONS, WITH_TWIN, End, class_of
from analyzer.worksheets.worksheet import Asked
from tests.builders import landscape as model
from tests.builders import landscape_document, link, system
from tests.worksheets.asking import codes, document, made

SAMPLE = "kawasaki/landscape"


def by_class(data: dict[str, list[dict[str, object]]]) -> dict[object, int]:
    return {entry["class"]: len(entry["links"]) for entry in data["classes"]}  # type: ignore[arg-type]


def test_the_links_of_kawasaki_fall_into_the_classes_that_its_readme_derives() -> None:
    sheet = made(SHEET, SAMPLE)
    data = document(sheet)

    assert by_class(data) == {1: 3, 2: 1, 3: 1, 4: 2, 5: 3, 6: 2, 7: 1, 8: 1}
    assert data["unclassified"] == [{"integration": "kouei-gis/00/kouei/gis", "reason": "no_standard_end"}]
    assert data["twins_missing"] == ["zei-kouei/00/zei/kouei"]
    assert {entry["system"]: len(entry["integrations"]) for entry in data["notices"]} == {
        "kouei": 2, "gis": 1, "shinsei": 1, "kyufu": 1, "iryo": 1,
    }  # fmt: skip
    convert = [entry["convert"] for entry in data["characters"]]
    assert (convert.count(True), convert.count(None), convert.count(False)) == (9, 2, 4)
    assert codes(sheet) == {"unclassified_link": 1, "twin_missing": 1}
    assert not sheet.is_broken


def test_in_the_middle_of_the_transition_a_difficult_system_is_still_on_premises() -> None:
    data = document(made(SHEET, SAMPLE, "kaigo-later", "2026-06"))

    assert by_class(data) == {1: 5, 2: 1, 3: 1, 4: 2, 5: 1, 6: 2, 7: 1, 8: 1}
    assert len(data["twins_missing"]) == 3
    assert sum(entry["convert"] is True for entry in data["characters"]) == 11


def test_every_pair_of_ends_has_one_class_or_one_reason() -> None:
    ends = [
        End(System("s", "s", scope, (form,)), form, Environment("e", "e", hosting, zone, stage=stage), standard)
        for scope, hosting, zone, stage, package, standard in product(
            get_args(Scope)[:2], get_args(Hosting), (*get_args(Zone), None), get_args(Stage), ("p", None), (True, False)
        )
        for form in (Form("e", "standard", "v", package),)
        if not standard or scope == "standard"
    ]  # fmt: skip
    for source, target in product(ends[::3], ends):
        found = class_of(source, target)
        assert found in CLASSES or found in REASONS
        assert found == class_of(target, source)
        if found in (2, 3, 7, 8):
            assert source.environment.stage == target.environment.stage == "verification"
        if found in WITH_TWIN:
            assert source.environment.stage == target.environment.stage == "production"


def with_verification(verifies: str) -> Landscape:
    """住民記録 with a link in production to an office system, and one in verification that says what it verifies."""
    place = {"environment": "cloud", "generation": "standard"}
    return model(landscape_document(
        environments=[
            {"id": "office", "name": "庁内", "hosting": "on_premises"},
            {"id": "cloud", "name": "クラウド", "hosting": "government_cloud"},
            {"id": "cloud-v", "name": "検証", "hosting": "government_cloud", "stage": "verification"},
            {"id": "other-v", "name": "検証", "hosting": "external", "zone": "core", "stage": "verification"},
        ],
        systems=[
            system("jumin", current=place), system("kouei", scope="out_of_scope"),
            system("jumin-v", current={**place, "environment": "cloud-v"}),
            system("kouei-v", scope="external", current={"environment": "other-v"}),
        ],
        integrations=[
            link("a", "jumin", "kouei"), link("v", "jumin-v", "kouei-v", attributes={"検証する連携": verifies}),
            link("x", "jumin", "kouei-v"),
        ],
    ))  # fmt: skip


def test_a_link_between_production_and_verification_breaks_the_rule_that_all_have_a_class() -> None:
    sheet = SHEET.make(Asked(with_verification("a")))

    assert sheet.is_broken
    assert [entry["reason"] for entry in document(sheet)["unclassified"]] == ["stages_differ"]


def test_a_twin_of_another_class_or_of_no_link_is_told_and_does_not_count() -> None:
    of_other_class = SHEET.make(Asked(with_verification("a")))
    of_nothing = SHEET.make(Asked(with_verification("zz")))

    assert codes(of_other_class)["twin_of_other_class"] == 1
    assert codes(of_nothing)["unknown_integration"] == 1
    assert (
        document(of_other_class)["twins_missing"]
        == document(of_nothing)["twins_missing"]
        == ["a/00/jumin/kouei"]
    )


def test_an_attribute_of_another_kind_is_told_not_taken() -> None:
    landscape = model(
        landscape_document(systems=[system("jumin", attributes={"文字セット": ["外字"]}), system("zeimu")])
    )
    sheet = SHEET.make(Asked(landscape))

    assert codes(sheet)["attribute_not_understood"] == 1
    assert [entry["convert"] for entry in document(sheet)["characters"]] == [None]
