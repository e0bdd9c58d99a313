"""Reports in 和暦: every date of a sentence, no letter of what the file calls its parts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns
from analyzer.reports.wareki import report_in_wareki, speaker
from analyzer.tables.dates import read_day, read_month
from tests.builders import landscape, system

MONTHS = st.builds(Month, st.integers(1990 * 12, 2099 * 12))


def said(text: str, *names: str) -> str:
    found = landscape(systems=[system(f"s{at}", name=name) for at, name in enumerate(names)], integrations=[])
    return speaker((found,))(Text(text, text)).ja


@given(MONTHS, MONTHS)
def test_a_sentence_says_each_of_its_months_so_that_the_import_reads_it_back(
    one: Month, other: Month
) -> None:
    text = said(f"{one}～{other} に使います({one}-28 まで)。")

    first, last, day = re.fullmatch(r"(.*)～(.*) に使います\((.*) まで\)。", text).groups()  # type: ignore[union-attr]
    assert (read_month(first), read_month(last), read_day(day)) == (str(one), str(other), f"{one}-28")


@given(MONTHS, st.text("改修版-_./0a", max_size=4), st.text("改修版-_./0a", max_size=4))
def test_a_name_of_the_file_is_never_changed(month: Month, before: str, after: str) -> None:
    name = f"{before}{month}{after}"
    assert said(f"{name}（s0）の切替", name) == f"{name}（s0）の切替"


@pytest.mark.parametrize("text", ["lift-2025-04", "a/2025-04/b", "plans/2025-04.yaml:3:5", "2025-04.yaml", "2025-13", "2025-02-30",
                                  "年月(2026-01、令和8年1月)"])  # fmt: skip
def test_ids_files_what_is_no_date_and_examples_of_both_ways_stay(text: str) -> None:
    assert said(text) == text


def test_every_part_of_a_report_is_said_so_in_japanese_and_nothing_in_english() -> None:
    table = Table(
        columns(("2025-04", "2025-04")), ((Text("2025-04", "2025-04"),), ("2025-04-01",), (3,), (None,))
    )
    both = Text("2025-04", "2025-04")
    report = report_in_wareki(
        Report((Section(both, (both,), table, (both,)),), table), speaker((landscape(),))
    )

    (section,) = report.sections
    assert section.table == report.answer
    assert section.table is not None
    assert [cell.ja if isinstance(cell, Text) else cell for (cell,) in section.table.rows] == [
        "令和7年4月", "令和7年4月1日", 3, None,
    ]  # fmt: skip
    assert {section.heading, *section.lines, *section.entries, section.table.columns[0].heading} == {
        Text("令和7年4月", "2025-04")
    }
