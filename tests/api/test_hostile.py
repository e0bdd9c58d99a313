"""What strangers send: refused with a problem document, never a fault, never a traceback."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from tests.api.asking import City, code_of

BODIES = {
    "nothing": b"", "NUL": b"\0", "a lone surrogate": b'{"a": "\\ud800"}', "a list too deep": b"[" * 100_000,
    "JSON too deep": b'{"a":' * 50_000, "half of UTF-8": "市".encode()[:2], "UTF-16": "a: 1".encode("utf-16"),
    "an alias bomb": b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]", "a tag": b"!!python/object:os.system {}",
    "two documents": b"a: 1\n---\nb: 2\n", "a number of 5,000 digits": b"a: " + b"9" * 5_000,
    "a scalar of two megabytes": b"a: " + b"x" * 2_000_000, "markup": b"<?xml version='1.0'?><a/>",
    "a zip": b"PK\x03\x04" + b"\0" * 100, "duplicate keys": b'{"a": 1, "a": 2}',
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_landscape_is_refused_in_words(client: TestClient, body: bytes) -> None:
    for media_type in ("application/yaml", "application/json"):
        answer = client.put("/api/v1/landscapes/x", content=body, headers={"Content-Type": media_type})
        code_of(answer, 422)
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_hostile_plan_is_refused_in_words(city: City, body: bytes) -> None:
    for path in ("/evaluation", "/verification"):
        answer = city.ask("POST", path, content=body)
        assert answer.status_code in (413, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"


JSON_BODIES = {
    "no JSON": b"{", "NaN": b'{"time_limit": NaN}', "infinity": b'{"time_limit": 1e999}',
    "duplicate keys": b'{"patterns": [], "patterns": []}', "NUL": b'{"weak_orders": "a\\u0000"}',
    "a lone surrogate": b'{"weak_orders": "\\udc00"}', "too deep": b"[" * 100_000, "not UTF-8": b"\xff\xfe{}",
    "half an emoji in a key": b'{"\\ud83d": 1}',
}  # fmt: skip


@pytest.mark.parametrize("body", JSON_BODIES.values(), ids=JSON_BODIES)
def test_json_that_means_two_things_or_none_is_refused(city: City, body: bytes) -> None:
    answer = city.ask("POST", "/comparison", content=body, headers={"Content-Type": "application/json"})
    assert code_of(answer, 400) == "not_strict_json"


def test_an_integer_of_too_many_digits_is_refused(city: City) -> None:
    body = b'{"time_limit": ' + b"1" * 30 + b"}"
    answer = city.ask("POST", "/comparison", content=body, headers={"Content-Type": "application/json"})
    assert code_of(answer, 422) == "integer_too_long"


@pytest.mark.parametrize(
    "value",
    [
        [],
        3,
        "x",
        {"patterns": 3},
        {"patterns": [{}]},
        {"more": 1},
        {"time_limit": "soon"},
        {"with_optimum": "yes!"},
    ],
)
def test_json_of_another_shape_names_what_is_wrong(city: City, value: object) -> None:
    answer = city.ask("POST", "/comparison", json=value)
    assert code_of(answer, 422) == "wrong_request"
    assert answer.json()["errors"][0]["in"] == "body"


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/json; charset=shift_jis", "multipart/form-data", "", "a", "application/xml"],
)
def test_a_body_of_another_type_or_charset_is_415(city: City, media_type: str) -> None:
    headers = {"Content-Type": media_type}
    for method, path in (("PUT", ""), ("POST", "/evaluation"), ("POST", "/comparison"), ("PUT", "/plans/p")):
        answer = city.ask(
            method, path, content=b"{}", headers={**headers, "If-Match": "*"} if path == "" else headers
        )
        assert code_of(answer, 415) == "unsupported_media_type"
        assert "application/json" in answer.headers["accept"]


def test_a_body_beyond_the_limit_is_413_wherever_it_goes(city: City) -> None:
    large = b'{"patterns": ["' + b"x" * 2_100_000 + b'"]}'
    for path in ("/comparison", "/evaluation", "/plans", "/verification"):
        answer = city.ask("POST", path, content=large, headers={"Content-Type": "application/json"})
        assert code_of(answer, 413) == "too_large"


CURSORS = ["x", "AAAA", "é", "=", "%00", "A" * 2_000, "BzXSkg_Fa-QwWzFd", "null"]


@pytest.mark.parametrize("cursor", CURSORS)
def test_a_cursor_that_was_made_up_is_refused(city: City, cursor: str) -> None:
    for path in ("/versions", "/systems", "/integrations", "/plans"):
        assert code_of(city.ask("GET", f"{path}?cursor={cursor}"), 422) == "wrong_cursor"
    assert code_of(city.client.get(f"/api/v1/landscapes?cursor={cursor}"), 422) == "wrong_cursor"
    assert code_of(city.client.get(f"/api/v1/search?q=a&cursor={cursor}"), 422) == "wrong_cursor"


def test_a_cursor_of_another_landscape_is_refused(city: City, client: TestClient) -> None:
    cursor = city.get("/systems?limit=1")["next"]
    other = City(client, f"{city.id}-other")
    other.put()
    assert code_of(other.ask("GET", f"/systems?limit=1&cursor={cursor}"), 422) == "wrong_cursor"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/landscapes/%00", "/api/v1/landscapes/A", "/api/v1/landscapes/..", "/api/v1/landscapes/%2e%2e%2fsecret",
        "/api/v1/landscapes/a%20b", "/api/v1/landscapes/" + "a" * 300, "/api/v1/landscapes/市", "/api/v1/landscapes/%ff",
        "/api/v1/landscapes/x/plans/%0a", "/api/v1/landscapes/x/sources/sha256:zz", "/pages/..%2f..%2fsettings.py", "/%00",
    ],
)  # fmt: skip
def test_a_path_that_is_none_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=1e3",
        "month=2025-1",
        "plan=A",
        "version=0",
        "version=%00",
        "q=",
    ],
)
def test_a_query_that_is_none_is_refused_by_its_name(city: City, query: str) -> None:
    answer = city.ask("GET", f"/systems?{query}")
    assert code_of(answer, 422) == "wrong_request"
    assert answer.json()["errors"][0]["name"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept", "nonsense"), ("Accept", ";;;,,,"), ("Accept", "text/csv;q=x"), ("Accept-Language", "q=;;,,*"),
        ("Accept-Language", "x" * 5_000), ("If-None-Match", ","), ("If-None-Match", "a" * 5_000), ("Range", "bytes=0-1"),
    ],
)  # fmt: skip
def test_headers_that_mean_nothing_do_no_harm(city: City, name: str, value: str) -> None:
    answer = city.ask("GET", "/systems", headers={name: value})
    assert answer.status_code in (200, 400, 406)


def test_a_fault_of_the_program_tells_nothing_but_its_number(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = city.client.app.state.service.store  # type: ignore[attr-defined]

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("the secret of the store")

    monkeypatch.setattr(store, "plans", broken)
    answer = city.ask("GET", "/plans")
    assert code_of(answer, 500) == "fault"
    assert "secret" not in answer.text
    assert answer.json()["request_id"]
    assert any(record.exc_info for record in caplog.records)


def test_what_there_is_not_is_404_and_what_cannot_be_done_there_is_405(client: TestClient) -> None:
    assert code_of(client.get("/api/v1/nothing"), 404) == "not_found"
    assert code_of(client.get("/nothing"), 404) == "not_found"
    answer = client.patch("/api/v1/landscapes/x")
    assert code_of(answer, 405) == "method_not_allowed"
    assert answer.headers["allow"] == "DELETE, GET, HEAD, PUT"


def test_names_that_would_run_in_a_spreadsheet_are_text_in_csv(city: City) -> None:
    city.put(systems=[{**city.document()["systems"][0], "name": "=cmd|' /C calc'!A0"}], integrations=[])
    assert city.table("/systems")[1][1].startswith("'=cmd")


def test_a_file_name_cannot_break_out_of_its_place(city: City) -> None:
    answer = city.ask("PUT", "?file=a%0d%0aSet-Cookie:x", content=city.text(), headers={"If-Match": "*"})
    assert code_of(answer, 422) == "wrong_request"
    answer = city.ask("PUT", '?file="><script>.yaml', content=b"a: 1", headers={"If-Match": "*"})
    assert json.loads(answer.content)["errors"][0]["file"] == '"><script>.yaml'
    assert answer.headers["x-content-type-options"] == "nosniff"
