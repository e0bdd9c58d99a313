"""Lists and forms over HTTP: what they make, what was not understood, what they would change; nothing is kept."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from analyzer.landscape.loading import read_landscape
from analyzer.usecases import worksheet, worksheets_workbook
from api.guarded.wire import packed
from api.uploads.incoming import Said, read_lists
from tests import builders
from tests.api.asking import City, code_of
from tests.tables.forms.books import SAPPORO, SEED, book

LINKS = book({"住民記録": [SAPPORO, *SEED]})
SYSTEMS = "システムID,システム名,業務ID,対象区分,現行環境,現行世代,現行ベンダ\njumin,住民記録,001,標準化対象,庁内,legacy,ベンダA\n".encode()


def sent(city: City, path: str, *files: tuple[str, bytes]) -> Any:
    return city.client.post(f"/api/v1{path}", files=[("files", file) for file in files])


def test_several_files_together_make_a_landscape_and_a_report(city: City) -> None:
    answer = sent(city, "/imports?id=new&name=N", ("連携.xlsx", LINKS), ("systems.csv", SYSTEMS))
    assert answer.status_code == 200
    told = answer.json()
    assert (told["landscape"]["id"], told["complete"], told["counts"]) == (
        "new",
        True,
        {"systems": 5, "links": 6},
    )
    assert {sheet["form"] for sheet in told["sheets"]} == {"sapporo", "plain"}
    assert [f["cell"] for f in told["findings"] if f["code"] == "columns_contradict"] == ["O2", "O3"]
    assert told["landscape_file"]["landscape"]["id"] == "new"
    assert any(row["id"] == "fuhyo" for row in told["missing"])


def test_onto_a_kept_landscape_the_difference_is_told_and_nothing_is_kept(city: City) -> None:
    before = city.client.get(f"/api/v1/landscapes/{city.id}").headers["etag"]
    answer = sent(city, f"/landscapes/{city.id}/imports", ("連携.xlsx", LINKS))
    assert answer.status_code == 200
    assert answer.json()["difference"]["counts"]["added"] >= len(SEED)
    assert city.client.get(f"/api/v1/landscapes/{city.id}").headers["etag"] == before


def test_what_no_list_has_named_is_listed_and_answers_to_it_change_what_they_say(city: City) -> None:
    listed = city.get("/missing")
    assert {row["id"] for row in listed["missing"]} >= {"zei", "kaigo"}
    (zei,) = (row for row in listed["missing"] if row["id"] == "zei")
    assert "contract_end" in {field["field"] for field in zei["fields"]}
    table = city.ask("GET", "/missing.csv", headers={"Accept-Language": "ja"})
    assert "契約終了月" in table.text
    answers = {"systems": {"zei": {"contract_end": "令和7年12月", "shift.latest": "2025-05"}}}
    filled = city.ask("POST", "/missing", json=answers).json()

    (entry,) = filled["difference"]["entries"]
    assert {field["after"] for field in entry["fields"]} == {"2025-12", "2025-05"}
    assert "zei" not in {row["id"] for row in filled["missing"] if "contract_end" in str(row["fields"])}
    assert city.get("/missing") == listed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"systems": {"nobody": {"owner": "x"}}}, "not_missing"),
        ({"systems": {"zei": {"name": "x"}}}, "not_missing"),
        ({"hubs": {"master": {"owner": "x"}}}, "not_missing"),
        ({"vendors": {}}, "wrong_request"),
        ({"systems": {"zei": {"contract_end": 3}}}, "wrong_request"),
    ],
)
def test_answers_about_nothing_that_can_be_missing_are_refused(city: City, body: Any, code: str) -> None:
    answer = city.ask("POST", "/missing", json=body)
    assert code_of(answer, 422) == code


def test_the_page_reads_filled_questions_and_surveys_beside_lists() -> None:
    kept = builders.landscape()
    questions = worksheets_workbook([worksheet(kept, "questions")], kept, "ja")
    sheet = openpyxl.load_workbook(io.BytesIO(questions))
    rows = list(sheet.worksheets[0].iter_rows())
    row = next(row for row in rows if str(row[0].value).startswith("contract_end:jumin"))
    row[6].value = "令和8年3月"
    stream = io.BytesIO()
    sheet.save(stream)
    systems = "システムID,主管課\njumin,市民課\n".encode()
    files = (("一覧.csv", systems), ("質問.xlsx", stream.getvalue()))

    lists = read_lists(
        b"".join(text for _, text in files), [(name, len(text)) for name, text in files], packed(kept), Said()
    )

    jumin = read_landscape(lists.text, "x").landscape.systems["jumin"]  # type: ignore[union-attr]
    assert str(jumin.contract_end) == "2026-03"
    assert "回答 1 件" in lists.told["ja"]


@pytest.mark.parametrize(
    ("path", "files", "status", "code"),
    [
        ("/imports", [("a.xlsx", b"PK\x03\x04")], 422, "xlsx_broken"),
        ("/imports", [("a.exe", b"x")], 422, "file_kind_unknown"),
        ("/imports?form=none", [("a.xlsx", LINKS)], 422, "unknown_form"),
        ("/imports", [("a" * 201 + ".xlsx", LINKS)], 422, "wrong_file_name"),
        ("/landscapes/none/imports", [("a.xlsx", LINKS)], 404, "not_kept_landscape"),
    ],
)
def test_what_cannot_be_read_is_a_problem(city: City, path: str, files: Any, status: int, code: str) -> None:
    answer = sent(city, path, *files)
    assert code_of(answer, status) == code


def test_a_body_that_is_no_form_or_has_no_file_is_refused(city: City) -> None:
    assert city.client.post("/api/v1/imports", json={}).status_code == 415
    other = city.client.post("/api/v1/imports", files=[("other", ("a.csv", SYSTEMS))])
    assert code_of(other, 422) == "no_file"
