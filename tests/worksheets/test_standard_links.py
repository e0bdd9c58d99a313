"""札幌市's standard links: existing, to build, and which of today's links end."""

from __future__ import annotations

from analyzer.worksheets.standard_links import SHEET
from analyzer.worksheets.worksheet import Asked
from tests.builders import landscape as model
from tests.builders import landscape_document, link
from tests.worksheets.asking import codes, document, made


def test_of_the_nine_links_of_sapporo_all_must_be_built_and_eight_of_today_end() -> None:
    sheet = made(SHEET, "sapporo/landscape", "together")
    data = document(sheet)

    assert data["standard"] == {"rebuild": 8, "new": 1}
    assert data["today"] == {"ends": 8, "none": 1}
    assert {(e["standard_from"], e["today_until"]) for e in data["links"]} == {
        ("2028-01", "2027-12"), ("2028-01", None),
    }  # fmt: skip
    assert codes(sheet) == {"examination_contradicts": 1}


def test_links_that_end_up_inside_one_package_need_no_standard_link() -> None:
    assert document(made(SHEET, "sendai/landscape"))["standard"] == {"inside": 2, "rebuild": 2}
    assert document(made(SHEET, "sendai/landscape-separate"))["standard"] == {"inside": 1, "rebuild": 3}


def test_a_link_that_keeps_its_way_exists_and_one_without_a_standard_way_has_none() -> None:
    keeps = {"legacy": {}, "standard": {"same_as": "legacy"}}
    landscape = model(landscape_document(integrations=[
        link("a", "jumin", "zeimu", realizations=keeps), link("b", "jumin", "zeimu", realizations={"legacy": {}}),
        link("c", "jumin", "zeimu", realizations={"legacy": {}}, ends=True), link("d", "jumin", None),
        link("e", "jumin", "zeimu", realizations={"legacy": {}}, attributes={"現行システムにおける連携ID": "既存なし"}),
    ]))  # fmt: skip
    sheet = SHEET.make(Asked(landscape))

    assert [(e["standard"], e["today"]) for e in document(sheet)["links"]] == [
        ("existing", "stays"), ("none", "stays"), ("none", "ends"), ("new", "unknown"), ("none", "stays"),
    ]  # fmt: skip
    assert codes(sheet) == {"todays_link_contradicts": 1}
