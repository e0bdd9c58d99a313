"""Months, days, headings and words of cells, as people in Japanese offices write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.tables.cells import cell_name
from analyzer.tables.dates import read_day, read_month
from analyzer.tables.headings import (
    LISTS,
    REALIZATIONS,
    Heading,
    HeadingReader,
    ListSchema,
    heading_text,
    schema_of,
)
from analyzer.tables.names import Names
from analyzer.tables.understanding import NotUnderstood, understood
from analyzer.tables.values import shown


@pytest.mark.parametrize(
    "text",
    ["2025-04", "2025/04", "2025/4", "2025.4", "202504", "2025年4月", "2025年 04 月", "２０２５－０４", "R7.4", "R07/04", "r7-4", "令和7年4月",
     "令和７年４月", "H37.4", "平成37年4月", "Apr-25", "2025-04-30", "2025/4/1", "2025年4月1日", "令和7年4月1日", "2025-04-01 00:00:00"],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(text: str) -> None:
    assert read_month(text) == "2025-04"


@pytest.mark.parametrize(
    "text",
    ["", "4月", "25-04", "25/4", "2025", "2025-13", "2025-00", "令和7年度", "R7", "2025.1", "来年4月", "2025-02-30", "Q1 2025", "1899-01",
     "04/2025", "4/1/2025", "2025-04〜2025-06", "令和0", "foo-25"],
)  # fmt: skip
def test_what_is_no_month_or_has_two_readings_is_refused(text: str) -> None:
    assert read_month(text) is None


def test_the_first_year_of_an_era_and_date_cells_are_read() -> None:
    assert read_month("令和元年5月") == "2019-05"
    assert read_month(datetime(2026, 3, 31)) == "2026-03"  # noqa: DTZ001 - a cell of Excel knows no time zone
    assert read_day("令和8年1月4日") == read_day("2026/1/4") == read_day(date(2026, 1, 4)) == "2026-01-04"
    assert read_day("2026-01") is None
    assert read_day("2026-02-29") is None


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_every_month_that_the_file_knows_is_read_as_itself(year: int, month: int) -> None:
    assert read_month(f"{year:04d}-{month:02d}") == f"{year:04d}-{month:02d}"


@given(st.text(max_size=20))
def test_any_text_is_a_month_or_none(text: str) -> None:
    found = read_month(text)
    assert found is None or read_month(found) == found


def all_headings(schema: ListSchema) -> list[Heading]:
    headings = [Heading(column) for column in schema.columns]
    if schema.group:
        headings += [
            Heading(column, member)
            for member in ("lift", "current", "note")
            for column in schema.group.columns
        ]
    return headings


@pytest.mark.parametrize("schema", LISTS, ids=lambda schema: schema.name)
def test_every_heading_is_read_back_as_its_column_and_no_two_are_alike(schema: ListSchema) -> None:
    reader = HeadingReader(schema)
    for language in ("ja", "en"):
        texts = [heading_text(schema, heading, language) for heading in all_headings(schema)]
        assert [reader.read(text) for text in texts] == all_headings(schema)
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("schema", LISTS, ids=lambda schema: schema.name)
def test_no_alias_stands_for_two_columns(schema: ListSchema) -> None:
    reader = HeadingReader(schema)
    for column in schema.columns:
        for alias in column.aliases:
            assert reader.read(alias) == Heading(column)


def test_words_in_front_of_the_dot_may_be_japanese() -> None:
    links = HeadingReader(schema_of("links"))
    via = next(column for column in REALIZATIONS.columns if column.name == "via")
    assert (
        links.read("現行．経由")
        == links.read("legacy.via")
        == links.read("realizations.legacy.via")
        == Heading(via, "legacy")
    )
    found = links.read("標準.属性.改修 要否")
    assert found is not None
    assert (found.member, found.attribute) == ("standard", "改修 要否")
    assert links.read("なにか.経由") is None
    assert links.read(".") is None


@pytest.mark.parametrize("schema", LISTS, ids=lambda schema: schema.name)
def test_every_choice_is_shown_in_a_word_that_is_understood(schema: ListSchema) -> None:
    for column in (*schema.columns, *(schema.group.columns if schema.group else ())):
        for choice, *_ in column.choices:
            assert {
                understood(column, shown(column, choice, language), Names()) for language in ("ja", "en")
            } == {choice}
        if column.kind == "boolean":
            assert [understood(column, shown(column, flag, "ja"), Names()) for flag in (True, False)] == [
                True,
                False,
            ]


def test_numbers_are_read_without_guessing() -> None:
    column = schema_of("links").column("suspendable")
    assert [understood(column, text, Names()) for text in ("３", 3, 3.0, "1,000", " 7 ")] == [
        3,
        3,
        3,
        1000,
        7,
    ]
    for text in ("-1", "1.5", 1.5, "3人日", True, "1,00", "9" * 16):
        with pytest.raises(NotUnderstood):
            understood(column, text, Names())


def test_a_name_with_several_owners_is_not_guessed() -> None:
    names = Names()
    names.add("systems", "a", "税務")
    names.add("systems", "b", "税務")
    with pytest.raises(NotUnderstood) as caught:
        understood(schema_of("links").column("from"), "税務", names)
    assert "a、b" in caught.value.message.ja


def test_cells_are_named_as_excel_names_them() -> None:
    assert [cell_name(column, 11) for column in (0, 2, 25, 26, 701, 702)] == [
        "A12",
        "C12",
        "Z12",
        "AA12",
        "ZZ12",
        "AAA12",
    ]
