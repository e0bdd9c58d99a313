"""Lists and forms over HTTP: what they make, what was not understood, what they would change; nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest

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
