"""Text reports: aligned by the columns of a terminal, complete, harmless."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, columns
from analyzer.reports.tables import render_csv
from analyzer.reports.text import Screen, printable, render_text
from analyzer.reports.wrapping import padded, table_lines, width_of, wrapped

letters = st.text(alphabet="abc xyz-住民記録、。（）ー→…012", max_size=80)


def table(*rows: tuple[str | int | Text | None, ...]) -> Table:
    return Table(columns(("名前", "name"), ("件数", "count", "number"), ("理由", "reason", "below")), rows)


def test_a_full_width_letter_takes_two_columns() -> None:
    assert width_of("住民a→") == 6
    assert padded("住民", 6) == "住民  "
    assert padded("5", 3, right=True) == "  5"


@given(letters, st.integers(4, 40))
def test_wrapping_keeps_every_letter_and_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)


def test_a_japanese_line_does_not_begin_with_a_full_stop() -> None:
    assert wrapped("住民記録。税", 8) == ["住民記", "録。税"]


def test_words_and_ids_stay_whole_where_they_fit() -> None:
    assert wrapped("024o001/00/jumin/zeimu", 14) == ["024o001/00/", "jumin/zeimu"]
    assert wrapped("次期ベンダ（vendor-n）", 12) == ["次期ベンダ", "（vendor-n）"]
    assert wrapped("from jumin-kiroku to tax", 14) == ["from", "jumin-kiroku", "to tax"]


@given(st.lists(st.tuples(letters, st.integers(0, 10**6)), min_size=1, max_size=5), st.integers(40, 90))
def test_a_table_keeps_to_its_width_and_numbers_stand_right(rows: list[tuple[str, int]], width: int) -> None:
    cells = [[name, str(count)] for name, count in rows]
    lines = list(table_lines(["name", "count"], cells, [False, True], [[]] * len(rows), width))
    assert all(width_of(line) <= width for line in lines)
    edge = width_of(lines[1])
    starts = [line for line in lines[2:] if any(line.endswith(str(count)) for _, count in rows)]
    assert starts
    assert all(width_of(line) <= edge for line in lines)


def test_sentences_stand_under_their_row_and_in_csv_beside_it() -> None:
    answer = table(("住民記録", 3, Text("先に移行する", "moves first")), ("税", 10, None))
    text = render_text(Report((Section(Text("表", "table"), table=answer),)), Screen(width=60))
    assert text == (
        "表\n  名前      件数\n  ────────  ────\n  住民記録     3\n      先に移行する\n  税          10\n"
    )
    assert render_csv(answer, "en").decode("utf-8-sig") == (
        "name,count,reason\r\n住民記録,3,moves first\r\n税,10,\r\n"
    )


def test_an_empty_table_says_so() -> None:
    assert (
        render_text(Report((Section(Text("表", "table"), table=table()),)), Screen("en"))
        == "table\n  (none)\n"
    )


def test_long_lists_say_how_many_more_there_are() -> None:
    entries = tuple(Text(f"{n} 番", f"number {n}") for n in range(30))
    text = render_text(Report((Section(entries=entries),)), Screen("en", listed=20))
    assert text.splitlines()[19:] == ["number 19", "… 10 more (all 30: --all, or --format json)"]
    assert "more" not in render_text(Report((Section(entries=entries),)), Screen("en", listed=None))


def test_nothing_in_a_name_steers_the_terminal_or_is_taken_for_markup() -> None:
    assert printable("a\x1b[31mb\u202ec\td") == "a\\x1b[31mb\\u202ec\\td"
    text = render_text(Report((Section(lines=(Text("[red]赤[/red]", ""),)),)), Screen())
    assert text == "[red]赤[/red]\n"


def test_headings_are_bold_only_where_the_screen_is_styled() -> None:
    report = Report((Section(Text("見出し", "heading")),))
    assert render_text(report, Screen(styled=True)) == "\x1b[1m見出し\x1b[0m\n"
    assert render_text(report, Screen()) == "見出し\n"


def test_csv_runs_no_formula() -> None:
    answer = table(("=1+1", -5, None), ("@x", 0, Text("-2", "+3")))
    assert render_csv(answer).decode("utf-8-sig").splitlines()[1:] == ["'=1+1,-5,", "'@x,0,'-2"]
