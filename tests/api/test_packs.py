"""Packs over HTTP: the archive, each part alone, and filled-in answers read back."""

from __future__ import annotations

import io
import zipfile

import icalendar
import openpyxl
import pytest

from tests.api.asking import MOVES, City, code_of

NO_PICTURES = "pictures=false&answer_by=2025-01-31"


@pytest.fixture
def planned(city: City) -> City:
    assert city.ask("PUT", "/plans/p", json={"moves": MOVES}).status_code == 201
    return city


def vendor_of(city: City) -> str:
    return str(city.get("/worksheets/questions")["questions"][0]["vendors"][0])


def names(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return set(archive.namelist())


def test_a_pack_is_an_archive_of_a_vendor_or_of_the_secretariat(planned: City) -> None:
    vendor = vendor_of(planned)
    whole = planned.ask("GET", f"/plans/p/pack?{NO_PICTURES}")
    own = planned.ask("GET", f"/plans/p/pack.zip?vendor={vendor}&{NO_PICTURES}")

    assert whole.headers["content-type"] == own.headers["content-type"] == "application/zip"
    assert own.headers["content-disposition"] == f'attachment; filename="{planned.id}-pack-{vendor}.zip"'
    assert names(own.content) == {
        "README.txt", "workbook.xlsx", "page.html", "calendar.ics", "redmine.csv", "jira.csv",
    }  # fmt: skip
    assert {f"vendors/{vendor}/{name}" for name in names(own.content)} <= names(whole.content)
    sent = planned.ask("POST", f"/pack?vendor={vendor}&{NO_PICTURES}", json={"moves": MOVES})
    assert sent.content == own.content


@pytest.mark.parametrize(
    ("part", "media_type"),
    [
        ("workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("page", "text/html; charset=utf-8"),
        ("calendar", "text/calendar; charset=utf-8"),
        ("redmine", "text/csv; charset=utf-8"),
        ("jira", "text/csv; charset=utf-8"),
    ],
)
def test_each_part_can_be_had_alone(planned: City, part: str, media_type: str) -> None:
    answer = planned.ask("GET", f"/plans/p/pack/{part}?vendor={vendor_of(planned)}&{NO_PICTURES}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert planned.ask("POST", f"/pack/{part}?{NO_PICTURES}", json={"moves": MOVES}).status_code == 200
    if part == "page":
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    if part == "calendar":
        assert icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_filled_in_answers_say_what_they_change_and_keep_nothing(planned: City) -> None:
    before = planned.get("")
    sheet = planned.ask("GET", "/worksheets/questions.xlsx", headers={"Accept-Language": "ja"}).content
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    rows = list(book.worksheets[0].iter_rows())
    head = next(row for row in rows if row[0].value == "質問ID")
    answer = next(cell.column for cell in head if cell.value == "回答")
    row = next(row for row in rows if str(row[0].value).startswith("contract_end:"))
    row[answer - 1].value = "令和8年3月"
    stream = io.BytesIO()
    book.save(stream)

    found = planned.ask("POST", "/answers", content=stream.getvalue())

    assert found.status_code == 200
    document = found.json()
    assert document["filled"] == [row[0].value]
    assert document["entries"][0]["fields"][0]["after"] == "2026-03"
    assert planned.get("") == before
    broken = planned.ask(
        "POST",
        "/answers",
        content="質問ID,回答\r\ncontract_end:x".encode(),
        headers={"Content-Type": "text/csv"},
    )
    assert broken.json()["filled"] == []
    nothing = planned.ask("POST", "/answers", content=b"a,b", headers={"Content-Type": "text/csv"})
    assert code_of(nothing, 422) == "answers_missing"


def test_what_cannot_be_packed_is_a_problem(planned: City) -> None:
    assert code_of(planned.ask("GET", "/plans/p/pack?vendor=nobody"), 422) == "unknown_vendor"
    assert code_of(planned.ask("GET", "/plans/nothing/pack"), 404) == "not_kept_plan"
    assert code_of(planned.ask("GET", "/plans/p/pack?answer_by=2025-02-30"), 422) == "not_a_day"
    assert planned.ask("GET", "/plans/p/pack/everything").status_code == 422
    assert code_of(planned.ask("POST", "/answers", content=b"x", headers={"Content-Type": "image/png"}), 415)
