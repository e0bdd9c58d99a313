"""Questions, answers and packs from the command line."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from analyzer import usecases
from tests.cli.command import kakehashi

SAMPLE = "sample:higashimurayama"
PLAN = "sample_landscapes/higashimurayama/plans/main.yaml"


def test_questions_that_are_filled_in_come_back_and_nothing_is_written_where_one_is_wrong(
    tmp_path: Path,
) -> None:
    asked, filled, after = (tmp_path / name for name in ("asked.csv", "filled.csv", "after.yaml"))
    assert kakehashi("questions", SAMPLE, "-o", str(asked)).code == 0
    rows = list(csv.reader(asked.read_text(encoding="utf-8-sig").splitlines()))
    answer = rows[0].index("回答")
    for row in rows:
        if row[0] in ("contract_end:kaigo", "day:kaigo.shift"):
            row[answer] = "令和8年2月30日"
    filled.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")

    wrong = kakehashi("answers", SAMPLE, str(filled), "--write", str(after))
    assert wrong.code == 2
    assert wrong.err.count("answer_not_understood") == 2
    assert not after.exists()

    filled.write_text(
        filled.read_text(encoding="utf-8").replace("令和8年2月30日", "令和8年2月7日"), encoding="utf-8"
    )
    right = kakehashi("answers", SAMPLE, str(filled), "--write", str(after))
    assert right.code == 0
    assert "moves.shift.day: — → 2026-02-07" in right.out.decode()
    assert str(usecases.load(str(after)).landscape.systems["kaigo"].contract_end) == "2026-02"


def test_a_pack_is_a_folder_an_archive_or_one_file(tmp_path: Path) -> None:
    options = ("pack", SAMPLE, PLAN, "--vendor", "vendor-e", "--no-pictures")
    folder, archive, calendar = tmp_path / "e", tmp_path / "e.zip", tmp_path / "e.ics"

    assert kakehashi(*options, "-o", str(folder)).code == 0
    assert kakehashi(*options, "-o", str(archive)).code == 0
    assert kakehashi(*options, "--part", "calendar", "-o", str(calendar)).code == 0

    with zipfile.ZipFile(archive) as opened:
        assert {path.name for path in folder.iterdir()} == set(opened.namelist())
        assert opened.read("calendar.ics") == calendar.read_bytes()


def test_lists_and_a_plan_become_the_secretariat_s_papers_by_one_command(tmp_path: Path) -> None:
    landscape = usecases.load("sample:asahikawa").landscape
    ((name, data),) = usecases.export_lists(
        landscape, "xlsx", "ja", ["systems", "links", "vendors", "environments", "hubs"]
    ).files.items()
    lists, papers = tmp_path / name, tmp_path / "papers.zip"
    lists.write_bytes(data)

    made = kakehashi(
        "pack", str(lists), "sample_landscapes/asahikawa/plans/actual.yaml", "--first", "2024-04", "--last", "2026-03",
        "--name", "旭川市", "--no-pictures", "-o", str(papers),
    )  # fmt: skip

    assert made.code in (0, 1), made.err
    with zipfile.ZipFile(papers) as opened:
        assert {
            "landscape.yaml",
            "import.csv",
            "missing.csv",
            "workbook.xlsx",
            "vendors/vendor-n/page.html",
        } <= set(opened.namelist())
        assert "import.csv" in opened.read("README.txt").decode("utf-8-sig")
        assert opened.read("README.txt").decode("utf-8-sig").startswith("旭川市: ")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((SAMPLE, PLAN, "--vendor", "nobody"), "unknown_vendor"),
        ((SAMPLE, PLAN, "--vendor", "vendor-e", "--secretariat"), "one_of_options"),
        ((SAMPLE, PLAN, "--answer-by", "いつか"), "not_a_day"),
        ((SAMPLE,), "plan_needed"),
    ],
)
def test_what_cannot_be_packed_is_said(arguments: tuple[str, ...], code: str, tmp_path: Path) -> None:
    result = kakehashi("pack", *arguments, "--no-pictures", "-o", str(tmp_path / "out"))

    assert result.code == 2
    assert code in result.err
    assert not (tmp_path / "out").exists()


def test_one_command_reads_questions_and_the_survey_of_intent_from_one_workbook(tmp_path: Path) -> None:
    folder, after = tmp_path / "g", tmp_path / "after.yaml"
    assert (
        kakehashi("pack", SAMPLE, PLAN, "--vendor", "vendor-g", "--no-pictures", "-o", str(folder)).code == 0
    )
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    for sheet, id_, heading, value in (
        ("質問", "earliest:seiho.shift", "回答", "R8.1"),
        ("意向調査票", "early_standard/vendor-g/seiho/vendor-a/jumin", "提供できますか", "いいえ"),
    ):
        rows = list(book[sheet].iter_rows())
        column = next(cell.column for row in rows for cell in row if cell.value == heading)
        row = next(row for row in rows if id_ in [cell.value for cell in row])
        row[column - 1].value = value
    book.save(tmp_path / "filled.xlsx")

    read = kakehashi("answers", SAMPLE, str(tmp_path / "filled.xlsx"), "--write", str(after))

    assert read.code == 0, read.err
    assert "2 件" in read.err
    changed = usecases.load(str(after)).landscape
    assert str(changed.systems["seiho"].moves[0].earliest) == "2026-01"
    assert [
        (answer.vendor, answer.offered) for answer in changed.partner_answers if answer.system == "seiho"
    ] == [("vendor-g", False)]
