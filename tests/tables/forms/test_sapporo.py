"""Sapporo's 15-column table: direction, what is there today, what contradicts itself, and what is not understood."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.tables.forms.options import FormOptions
from analyzer.tables.forms.sapporo_columns import NoWordError, Reading, read, words_for
from analyzer.tables.forms.suita_items import ITEMS, item_of
from tests.tables.forms.books import SAPPORO, SEED, book, cells, csv, imported, links

TITLE = ("機能別連携仕様 住民記録システム",)


@pytest.fixture(scope="module")
def seed() -> Any:
    return imported(book({"住民記録": [TITLE, (), SAPPORO, *SEED]}, {"住民記録": ["A1:O1", "O7:O9"]}))


def link(result: Any, key: str) -> dict[str, Any]:
    id, _, source, target = key.split("/")
    return next(e for e in links(result) if (e["id"], e.get("from"), e.get("to")) == (id, source, target))


def test_the_six_rows_of_the_case_book_become_inputs_of_the_sheets_system(seed: Any) -> None:
    assert seed.complete
    assert sorted(str(key) for key in seed.landscape.integrations) == [
        "004o008/00/fuhyo/jumin", "004o009/00/fuhyo/jumin", "006o002/00/senkyo/jumin",
        "023o001/00/kaigo/jumin", "024o001/00/kokuho/jumin", "024o028/00/kokuho/jumin",
    ]  # fmt: skip


def test_the_two_rows_that_contradict_themselves_are_reported_and_marked(seed: Any) -> None:
    assert cells(seed, "columns_contradict") == ["book.xlsx[住民記録]!O4", "book.xlsx[住民記録]!O5"]
    assert all("矛盾" in link(seed, f"004o00{n}/00/fuhyo/jumin")["note"] for n in (8, 9))


def test_protection_measures_are_of_high_criticality_and_said_to_be_inferred(seed: Any) -> None:
    high = [e["id"] for e in links(seed) if e.get("criticality") == "high"]
    assert high == ["004o008", "004o009"]
    assert cells(seed, "criticality_inferred") == ["book.xlsx[住民記録]!D4", "book.xlsx[住民記録]!D5"]


def test_what_the_table_does_not_say_of_today_is_taken_to_be_there_and_marked(seed: Any) -> None:
    assert link(seed, "004o009/00/fuhyo/jumin")["realizations"] == {"standard": {}}
    unsaid = link(seed, "006o002/00/senkyo/jumin")
    assert (unsaid["realizations"], unsaid["confidence"]) == ({"legacy": {}, "standard": {}}, "assumed")


def test_a_merged_remark_counts_for_every_row_that_it_covers() -> None:
    rows = [SAPPORO, *SEED[3:]]
    rows[1] = (*SEED[3], None, None, None, None, None, "まとめた備考")
    result = imported(book({"住民記録": rows}, {"住民記録": ["O2:O4"]}))
    assert {e["attributes"]["備考"] for e in links(result)} == {"まとめた備考"}


@pytest.mark.parametrize(
    ("review", "today", "note", "expected"),
    [
        ("×", "JK-001", "", Reading(True, True, True)),
        ("○", "JK-001", "", Reading(True, True, False)),
        ("○", "既存なし", "", Reading(False, True, False)),
        ("", "", "", Reading(True, True, False, assumed=True)),
        ("×", "", "", Reading(True, True, True)),
        ("×", "JK-001", "実装要否を確認する必要がある", Reading(True, True, False)),
        ("×", "既存なし", "", Reading(False, True, False)),
        ("○:連携要件を検討", "-", "", Reading(True, True, False, assumed=True)),
        ("標準なし", "JK-9", "", Reading(True, False, False)),
    ],
)
def test_what_the_columns_say_of_today_and_of_the_standard(
    review: str, today: str, note: str, expected: Reading
) -> None:
    assert read(review, today, note)[0] == expected


def test_another_word_in_the_column_is_none_of_its_words() -> None:
    with pytest.raises(NoWordError):
        read("たぶん", "", "")


@pytest.mark.parametrize("today", [True, False])
@pytest.mark.parametrize(("standard", "same"), [(True, False), (True, True), (False, False)])
def test_words_that_export_writes_are_read_back(*, today: bool, standard: bool, same: bool) -> None:
    reading = Reading(today, standard, same and today)
    assert read(*words_for(reading), "") == (reading, None)


def test_the_rows_of_both_ends_are_one_link_and_what_differs_is_kept_or_said() -> None:
    provided = (
        "004o008",
        "00",
        "0040001",
        "支援措置対象者情報取得に伴う照会",
        None,
        "別の説明",
        "○",
        "O",
        "住民記録",
        "○",
    )
    result = imported(book({"住民記録": [SAPPORO, SEED[0]], "戸籍の附票": [SAPPORO, provided]}))
    (only,) = links(result)
    assert only["attributes"]["標準仕様書関連箇所"] == "0010354"
    assert only["attributes"]["標準仕様書関連箇所(O)"] == "0040001"
    assert cells(result, "sheets_disagree") == ["book.xlsx[戸籍の附票]!J2"]


def test_rows_and_cells_that_are_not_understood_are_told_by_their_cells() -> None:
    rows = [
        SAPPORO,
        ("だめ", "00", None, "名", None, None, None, "I", "介護保険"),
        ("023o001", "00", None, "名", None, None, None, "双方", "介護保険"),
        ("023o002", "00", None, "名", None, None, None, "I", "介護保険", "たぶん"),
        ("023o003", "00", None, "名", None, None, None, "I", "不明"),
        ("※注",),
    ]
    result = imported(book({"住民記録": rows}))
    assert not result.complete
    assert cells(result, "row_key_not_understood") == ["book.xlsx[住民記録]!A2", "book.xlsx[住民記録]!H3"]
    assert cells(result, "cell_not_understood") == ["book.xlsx[住民記録]!J4"]
    assert cells(result, "partner_unknown") == ["book.xlsx[住民記録]!I5"]
    assert cells(result, "row_not_read") == ["book.xlsx[住民記録]!A6"]
    assert sorted(str(key) for key in result.landscape.integrations) == [
        "023o002/00/kaigo/jumin", "023o003/00/?/jumin",
    ]  # fmt: skip


def test_a_sheet_that_does_not_say_its_system_is_refused_until_the_user_says_it() -> None:
    data = book({"Sheet1": [SAPPORO, *SEED], "介護保険": [SAPPORO, ("023o009", 0, *[None] * 5, "O", "国保")]})
    assert cells(imported(data), "sheet_system_unknown") == ["book.xlsx[Sheet1]!None"]
    said = imported(data, forms=FormOptions(systems={"Sheet1": "住民記録"}))
    assert len(said.landscape.integrations) == len(SEED) + 1


def test_a_csv_file_of_the_form_is_read_too() -> None:
    result = imported({"住民記録.csv": csv([[h.replace("\n", "") for h in SAPPORO], SEED[3]])})
    assert [str(key) for key in result.landscape.integrations] == ["023o001/00/kaigo/jumin"]


def test_the_survey_knows_each_of_its_questions_by_their_words() -> None:
    for item in ITEMS:
        assert item_of(item.question) is item
        assert item_of(item.name) is item
