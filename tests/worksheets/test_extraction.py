"""国分寺市's extraction of data: steps and roles by month, data that comes late, items of own policies."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.model import Landscape
from analyzer.worksheets.extraction import SHEET
from analyzer.worksheets.worksheet import Asked
from tests.builders import landscape as model
from tests.builders import landscape_document, system
from tests.worksheets.asking import codes, document, made


def test_steps_count_back_from_the_cutover_as_the_readme_of_kokubunji_derives() -> None:
    sheet = made(SHEET, "kokubunji/landscape", "new-hall")
    switches = document(sheet)["switches"]

    assert [switch["move"] for switch in switches] == ["inkan.shift", "jumin.shift", "shogai.shift"]
    assert [(s["step"][0], s["from"], s["until"], s["roles"]["次期ベンダ"]) for s in switches[0]["steps"]] == [
        ("①", "2024-01", "2024-02", "●"), ("②", "2024-03", "2024-04", None), ("③", "2024-05", "2024-05", "○"),
        ("④", "2024-06", "2024-07", "●"), ("⑤", "2024-08", "2024-09", "●"), ("⑥", "2024-10", "2024-11", "●"),
    ]  # fmt: skip
    assert sum(len(switch["steps"]) for switch in switches) == 18
    by = [entry["extracted_by"] for switch in switches for entry in switch["data"]]
    assert (by.count("現行ベンダ"), by.count("市"), by.count(None)) == (3, 1, 1)
    assert len(document(sheet)["own_items"]) == 3
    assert codes(sheet) == {"data_late": 1, "data_without_extractor": 1, "own_item_undecided": 1}
    assert dict(next(f for f in sheet.findings if f.code == "data_late").details)["late"] == 4


def test_without_a_plan_months_stay_months_before_the_cutover() -> None:
    data = document(made(SHEET, "kokubunji/landscape"))

    assert {switch["cutover"] for switch in data["switches"]} == {None}
    assert data["switches"][0]["steps"][0]["months_before"] == 12


def switching(**attributes: Any) -> Landscape:
    move = {"id": "shift", "to": {"generation": "standard", "vendor": "vb"}, "attributes": attributes}
    return model(landscape_document(systems=[system("jumin", move), system("zeimu")]))


def test_a_change_of_vendor_without_steps_and_a_step_without_one_main_role_are_told() -> None:
    none = SHEET.make(Asked(switching()))
    two = SHEET.make(Asked(switching(データ移行工程=[{"工程": "抽出", "市": "●", "現行ベンダ": "●"}])))

    assert codes(none) == {"switch_without_steps": 1}
    assert codes(two) == {"step_without_one_main_role": 1}
    assert two.is_broken


def test_steps_that_are_no_list_of_mappings_and_numbers_that_are_none_are_told() -> None:
    text = SHEET.make(Asked(switching(データ移行工程="抽出")))
    odd = SHEET.make(
        Asked(switching(データ移行工程=["抽出", {"工程": {"a": 1}, "市": "●", "開始": -3, "月数": "二"}]))
    )

    assert codes(text) == {"attribute_not_understood": 1, "switch_without_steps": 1}
    assert codes(odd) == {"attribute_not_understood": 4}
