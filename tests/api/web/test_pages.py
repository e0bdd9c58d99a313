"""What holds for every view: policy, language, addresses, failures told as pages."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from api.web.assets import ASSETS
from tests.api.asking import City


def test_every_view_runs_own_scripts_only_and_stands_in_no_frame(city: City, client: TestClient) -> None:
    views = [
        "/",
        f"/landscapes/{city.id}/today",
        f"/landscapes/{city.id}/in",
        f"/landscapes/{city.id}/out",
        "/landscapes/none/today",
    ]
    for view in views:
        answer = client.get(view)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*src=)|<style|\son[a-z]+=|\sstyle=|javascript:", answer.text)


def test_every_address_of_a_view_is_relative(city: City, client: TestClient) -> None:
    for view in ("/", f"/landscapes/{city.id}/out?lang=en", f"/landscapes/{city.id}/in"):
        addresses = re.findall(r'(?:href|src|action)="([^"]*)"', client.get(view).text)
        assert addresses
        assert [one for one in addresses if not re.match(r"\.\.?/|[?#]", one)] == []


def test_scripts_and_styles_are_kept_for_ever_under_the_hash_of_what_they_say(client: TestClient) -> None:
    found = re.search(r'href="\./(static/[0-9a-f]{16}/page\.css)"', client.get("/").text)
    assert found is not None
    style = client.get(f"/{found[1]}")
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
    assert client.get(f"/{found[1]}", headers={"If-None-Match": style.headers["etag"]}).status_code == 304
    assert client.get("/static/0123456789abcdef/page.css").status_code == 404
    assert {"page.css", "print.css", "page.js"} <= set(ASSETS)


def test_the_language_is_japanese_until_it_is_switched_and_then_stays(city: City, client: TestClient) -> None:
    view = f"/landscapes/{city.id}/today"
    client.cookies.clear()
    first = client.get(view, headers={"Accept-Language": "en"})
    assert first.headers["content-language"] == "ja"
    assert '<html lang="en">' in client.get(f"{view}?lang=en").text
    assert '<html lang="en">' in client.get(view).text
    assert '<html lang="ja">' in client.get(f"{view}?lang=ja").text
    client.cookies.clear()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        ("/landscapes/none/today", 404),
        ("/landscapes/{city}/today?plan=none", 404),
        ("/landscapes/{city}/today?month=1999-01", 422),
        ("/landscapes/{city}/today?month=x", 422),
        ("/landscapes/{city}/out/none", 404),
        ("/in/none", 404),
    ],
)
def test_a_failure_is_a_page_in_the_readers_language(
    city: City, client: TestClient, view: str, status: int
) -> None:
    answer = client.get(view.format(city=city.id) + ("&" if "?" in view else "?") + "lang=en")
    client.cookies.clear()
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert '<html lang="en">' in answer.text
    assert 'role="alert"' in answer.text


def test_a_fault_of_the_program_is_a_page_that_tells_nothing_but_its_number(
    city: City, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret of the store")

    monkeypatch.setattr(client.app.state.service.store, "plans", broken)  # type: ignore[attr-defined]
    answer = client.get(f"/landscapes/{city.id}/today")
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert "プログラムの誤りです" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert "secret" not in answer.text
    assert any(record.exc_info for record in caplog.records)


def test_an_address_that_there_is_not_is_a_page_for_a_browser_and_a_document_for_a_program(
    client: TestClient,
) -> None:
    browser = client.get("/nothing", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (browser.status_code, browser.headers["content-type"]) == (404, "text/html; charset=utf-8")
    for path, accept in (("/nothing", "*/*"), ("/api/v1/nothing", "text/html")):
        answer = client.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_address_that_a_refused_file_leaves_leads_back_to_the_form(client: TestClient) -> None:
    answer = client.get("/in", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "./")


def test_a_view_that_did_not_change_is_not_sent_again(city: City, client: TestClient) -> None:
    view = f"/landscapes/{city.id}/today"
    tag = client.get(view).headers["etag"]
    assert client.get(view, headers={"If-None-Match": tag}).status_code == 304


def test_names_from_files_are_text_wherever_they_are_shown(city: City, client: TestClient) -> None:
    hostile = "<script>alert(1)</script>\u200f&\"'"
    systems = [{**city.document()["systems"][0], "name": hostile}, *city.document()["systems"][1:]]
    city.put(systems=systems, landscape={"name": hostile})
    for view in ("today", "in", "out", "changes"):
        text = client.get(f"/landscapes/{city.id}/{view}").text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_what_turns_the_direction_of_writing_is_shown_by_its_code(client: TestClient) -> None:
    sent = {"files": ("\u202e<b>.yaml", b'schema_version: 1\nlandscape: {id: "\xe2\x80\xae<i>"}\n')}
    answer = client.post("/in", files=sent)
    assert answer.status_code == 422
    assert "\u202e" not in answer.text
    assert "\\u202e&lt;b&gt;.yaml" in answer.text
    assert "<i>" not in answer.text
