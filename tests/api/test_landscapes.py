"""Landscapes over HTTP: put, read, listed, deleted."""

from __future__ import annotations

from starlette.testclient import TestClient

from analyzer.landscape.loading import read_landscape
from tests.api.asking import City, code_of


def test_a_landscape_that_was_put_comes_back_in_its_canonical_form(city: City) -> None:
    text = city.text()
    kept = city.ask("GET", "")
    read = read_landscape(text, "x").landscape
    assert read is not None
    assert kept.headers["etag"] == f'"{read.content_hash}"'
    again = read_landscape(kept.content, "y").landscape
    assert again == read


def test_yaml_is_taken_as_it_is_and_so_is_json(client: TestClient) -> None:
    yaml = (
        b"schema_version: 1\nlandscape: {id: yaml-city, name: Y, horizon: {first: 2025-01, last: 2025-12}}\n"
    )
    for media_type in ("application/yaml", "text/yaml; charset=utf-8", "application/x-yaml"):
        answer = client.put(
            "/api/v1/landscapes/yaml-city", content=yaml, headers={"Content-Type": media_type}
        )
        assert answer.status_code in (200, 201), answer.text
    assert client.get("/api/v1/landscapes/yaml-city").json()["landscape"]["name"] == "Y"


def test_a_new_landscape_is_201_with_its_place_and_its_etag(client: TestClient) -> None:
    city = City(client, "brand-new")
    answer = city.put()
    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/landscapes/brand-new"
    assert answer.json()["version"]["number"] == 1
    assert answer.json()["version"]["summary"]["systems"] == 3
    assert "read;dur=" in answer.headers["server-timing"]


def test_the_next_version_names_what_it_takes_the_place_of(city: City) -> None:
    changed = city.text(landscape={"name": "B"})
    assert code_of(city.ask("PUT", "", content=changed), 428) == "precondition_required"
    wrong = '"sha256:' + "0" * 64 + '"'
    assert code_of(city.ask("PUT", "", content=changed, headers={"If-Match": wrong}), 412) == "changed"
    answer = city.ask("PUT", "", content=changed, headers={"If-Match": city.etag})
    assert answer.status_code == 200
    assert answer.json()["version"]["number"] == 2
    assert city.get()["landscape"]["name"] == "B"


def test_two_who_edit_the_same_version_notice_each_other(city: City) -> None:
    seen = {"If-Match": city.etag}
    first = city.ask("PUT", "", content=city.text(landscape={"name": "first"}), headers=seen)
    second = city.ask("PUT", "", content=city.text(landscape={"name": "second"}), headers=seen)
    assert first.status_code == 200
    assert code_of(second, 412) == "changed"
    assert second.headers["etag"] == first.headers["etag"]
    assert city.get()["landscape"]["name"] == "first"


def test_a_star_takes_the_place_of_whatever_is_there_but_of_nothing(city: City, client: TestClient) -> None:
    star = {"If-Match": "*"}
    answer = city.ask("PUT", "", content=city.text(landscape={"name": "B"}), headers=star)
    assert answer.status_code == 200
    nobody = City(client, "not-there-yet")
    assert code_of(nobody.ask("PUT", "", content=nobody.text(), headers=star), 412) == "changed"


def test_one_of_several_etags_is_enough(city: City) -> None:
    several = f'"x", W/"y", {city.etag}'
    answer = city.ask("PUT", "", content=city.text(landscape={"name": "B"}), headers={"If-Match": several})
    assert answer.status_code == 200


def test_a_weak_etag_never_replaces(city: City) -> None:
    weak = {"If-Match": f"W/{city.etag}"}
    assert code_of(city.ask("PUT", "", content=city.text(), headers=weak), 412) == "changed"


def test_who_sends_the_current_version_again_is_answered_as_before(city: City) -> None:
    again = city.ask("PUT", "", content=city.text())
    assert again.status_code == 200
    assert again.headers["etag"] == city.etag
    assert len(city.get("/versions")["items"]) == 1


def test_a_file_of_another_landscape_is_refused(city: City, client: TestClient) -> None:
    answer = client.put("/api/v1/landscapes/another", content=city.text())
    assert code_of(answer, 422) == "other_id"


def test_a_wrong_file_is_told_with_every_place(client: TestClient) -> None:
    text = b"schema_version: 1\nlandscape: {id: wrong, name: W}\nsystms: []\nvendors:\n  - {id: va}\n"
    answer = client.put("/api/v1/landscapes/wrong?file=wrong.yaml", content=text)
    assert code_of(answer, 422) == "wrong_landscape"
    found = {(e["code"], e["file"], e["line"]) for e in answer.json()["errors"]}
    assert ("unknown_key", "wrong.yaml", 3) in found
    assert ("missing_field", "wrong.yaml", 5) in found
    assert answer.json()["total"] == len(answer.json()["errors"])


def test_problems_are_japanese_unless_english_is_asked_for(client: TestClient) -> None:
    path = "/api/v1/landscapes/nobody-knows"
    assert client.get(path).json()["title"] == "見つかりません"
    english = client.get(path, headers={"Accept-Language": "en-US,en;q=0.9,ja;q=0.1"})
    assert english.json()["title"] == "Not found"
    assert english.headers["content-language"] == "en"
    assert (
        client.get(path, headers={"Accept-Language": "ja;q=0.2, en;q=0.1"}).json()["title"]
        == "見つかりません"
    )


def test_post_takes_the_id_from_the_file_and_makes_new_landscapes_only(client: TestClient) -> None:
    city = City(client, "posted")
    answer = client.post("/api/v1/landscapes", content=city.text())
    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/landscapes/posted"
    other = client.post("/api/v1/landscapes", content=city.text(landscape={"name": "B"}))
    assert code_of(other, 409) == "exists"


def test_who_has_a_landscape_already_is_told_so(city: City) -> None:
    for known in (city.etag, f"W/{city.etag}", f'"other", {city.etag}', "*"):
        answer = city.ask("GET", "", headers={"If-None-Match": known})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["etag"] == city.etag
    assert city.ask("GET", "", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_version_is_read_by_its_number_or_its_hash(city: City) -> None:
    first = city.etag.strip('"')
    city.put(landscape={"name": "B"})
    assert city.get("?version=1")["landscape"]["name"] != "B"
    assert city.get(f"?version={first}") == city.get("?version=1")
    assert city.get("?version=2") == city.get("?version=current") == city.get()
    assert code_of(city.ask("GET", "?version=3"), 404) == "not_kept_version"
    assert code_of(city.ask("GET", "?version=first"), 422) == "wrong_request"


def test_the_summary_is_the_version_in_figures(city: City) -> None:
    summary = city.get("/summary")
    assert summary["hash"] == city.etag.strip('"')
    assert summary["summary"] == {
        "name": "小さな市", "municipality_code": None, "first": "2025-01", "last": "2025-06", "systems": 3,
        "integrations": 3,
    }  # fmt: skip


def test_the_list_is_sorted_and_comes_in_pages(client: TestClient) -> None:
    for name in ("page-b", "page-a", "page-c"):
        City(client, name).put()
    listed, cursor = [], ""
    while True:
        page = client.get(f"/api/v1/landscapes?limit=2{cursor}").json()
        listed += [entry["landscape"] for entry in page["items"]]
        assert len(page["items"]) <= 2
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert listed == sorted(listed)
    assert {"page-a", "page-b", "page-c"} <= set(listed)
    csv = client.get("/api/v1/landscapes.csv?limit=1", headers={"Accept-Language": "en"})
    assert csv.content.decode("utf-8-sig").startswith("id,name,")
    assert csv.headers["x-next-cursor"]


def test_deleting_needs_a_condition_and_leaves_nothing(city: City) -> None:
    assert code_of(city.ask("DELETE", ""), 428) == "precondition_required"
    assert code_of(city.ask("DELETE", "", headers={"If-Match": '"x"'}), 412) == "changed"
    assert city.ask("DELETE", "", headers={"If-Match": city.etag}).status_code == 204
    for path in ("", "/versions", "/plans", "/summary", "/systems"):
        assert code_of(city.ask("GET", path), 404) == "not_kept_landscape"
    assert code_of(city.ask("DELETE", "", headers={"If-Match": "*"}), 404) == "not_kept_landscape"


def test_a_change_has_a_condition_that_can_be_read(city: City) -> None:
    for header in ("abc", '"open', '"a" "b"', ",", '"a",, "b"'):
        answer = city.ask("PUT", "", content=city.text(), headers={"If-Match": header})
        assert code_of(answer, 400) == "wrong_etag"
    answer = city.ask("PUT", "", content=city.text(), headers={"If-None-Match": '"a"'})
    assert code_of(answer, 400) == "wrong_condition"
    answer = city.ask("PUT", "", content=city.text(landscape={"name": "B"}), headers={"If-None-Match": "*"})
    assert code_of(answer, 412) == "changed"


def test_what_can_be_read_can_be_asked_for_its_headers_only(city: City) -> None:
    for path in ("", "/summary", "/systems.csv"):
        whole, headers = city.ask("GET", path), city.ask("HEAD", path)
        assert (headers.status_code, headers.content) == (200, b"")
        assert headers.headers["etag"] == whole.headers["etag"]
    assert city.ask("HEAD", "/validate").status_code == 405
