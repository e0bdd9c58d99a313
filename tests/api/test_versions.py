"""Versions over HTTP: listed, compared, made current, deleted; their sources; files tried out."""

from __future__ import annotations

import hashlib

from starlette.testclient import TestClient

from tests.api.asking import LINKS, SYSTEMS, City, code_of
from tests.builders import link


def test_versions_are_numbered_from_the_first(city: City) -> None:
    city.put(landscape={"name": "B"})
    city.put(landscape={"name": "C"})
    page = city.get("/versions?limit=2")
    assert [version["number"] for version in page["items"]] == [1, 2]
    rest = city.get(f"/versions?limit=2&cursor={page['next']}")
    assert [version["summary"]["name"] for version in rest["items"]] == ["C"]
    assert rest["next"] is None
    assert city.get("/versions/3") == rest["items"][0]
    header, *rows = city.table("/versions")
    assert header[3] == "version"
    assert [row[3] for row in rows] == ["1", "2", "3"]


def test_what_changed_is_told_field_by_field(city: City) -> None:
    systems = [{**SYSTEMS[0], "owner": "市民生活課"}, SYSTEMS[1], SYSTEMS[2]]
    city.put(systems=systems, integrations=[*LINKS[1:], link("d", "jumin", "kaigo")])
    found = city.get("/diff")
    told = {(entry["section"], entry["id"], entry["change"]) for entry in found["entries"]}
    assert told == {
        ("systems", "jumin", "changed"),
        ("integrations", "a/00/jumin/zei", "removed"),
        ("integrations", "d/00/jumin/kaigo", "added"),
    }
    assert found["counts"] == {"added": 1, "removed": 1, "changed": 1}
    (changed,) = [entry for entry in found["entries"] if entry["change"] == "changed"]
    assert changed["fields"] == [{"path": "owner", "before": "市民課", "after": "市民生活課"}]
    assert city.get("/diff?from=2&to=1")["counts"] == {"added": 1, "removed": 1, "changed": 1}
    assert city.get("/diff?from=2&to=2")["entries"] == []
    assert city.table("/diff")[0][:4] == ["section", "id", "name", "change"]


def test_the_first_version_differs_from_itself_in_nothing(city: City) -> None:
    assert city.get("/diff")["entries"] == []


def test_an_old_version_is_made_current_again(city: City) -> None:
    first = city.etag.strip('"')
    city.put(landscape={"name": "B"})
    wish = {"version": first}
    assert code_of(city.ask("PUT", "/current", json=wish), 428) == "precondition_required"
    wrong = city.ask("PUT", "/current", json=wish, headers={"If-Match": '"x"'})
    assert code_of(wrong, 412) == "changed"
    made = city.ask("PUT", "/current", json=wish, headers={"If-Match": city.etag})
    assert made.status_code == 200
    assert made.headers["etag"] == f'"{first}"'
    assert city.get("/summary")["number"] == 1
    unknown = city.ask("PUT", "/current", json={"version": "sha256:" + "0" * 64}, headers={"If-Match": "*"})
    assert code_of(unknown, 404) == "not_kept_version"


def test_the_current_version_stays_and_others_may_go(city: City) -> None:
    city.put(landscape={"name": "B"})
    assert code_of(city.ask("DELETE", "/versions/2"), 409) == "is_current"
    assert city.ask("DELETE", "/versions/1").status_code == 204
    assert code_of(city.ask("DELETE", "/versions/1"), 404) == "not_kept_version"
    assert [version["number"] for version in city.get("/versions")["items"]] == [2]


def test_a_source_comes_back_byte_by_byte_with_the_hash_of_its_bytes(client: TestClient) -> None:
    text = "# 手書きの注\nschema_version: 1\nlandscape: {id: source-city, name: 市, horizon: {first: 2025-01, last: 2025-02}}\n".encode()
    client.put("/api/v1/landscapes/source-city?file=市.yaml", content=text)
    city = City(client, "source-city")
    (source,) = city.get("/sources")["items"]
    assert source["hash"] == "sha256:" + hashlib.sha256(text).hexdigest()
    assert (source["name"], source["size"]) == ("市.yaml", len(text))
    answer = city.ask("GET", f"/sources/{source['hash']}")
    assert answer.content == text
    assert answer.headers["etag"] == f'"{source["hash"]}"'
    assert answer.headers["content-type"].startswith("text/plain")
    assert "sandbox" in answer.headers["content-security-policy"]
    known = {"If-None-Match": answer.headers["etag"]}
    assert city.ask("GET", f"/sources/{source['hash']}", headers=known).status_code == 304
    assert code_of(city.ask("GET", "/sources/sha256:" + "0" * 64), 404) == "not_kept_source"


def test_the_same_content_in_another_text_is_one_version_with_two_sources(city: City) -> None:
    answer = city.ask("PUT", "", content=b"# again\n" + city.text(), headers={"If-Match": city.etag})
    assert answer.status_code == 200
    assert len(city.get("/versions")["items"]) == 1
    assert len(city.get("/sources")["items"]) == 2


def test_trying_a_file_out_keeps_nothing(city: City, client: TestClient) -> None:
    changed = city.text(landscape={"name": "B"})
    tried = city.ask("POST", "/validate", content=changed).json()
    assert tried["valid"]
    assert [entry["fields"] for entry in tried["difference"]["entries"]] == [
        [{"path": "name", "before": "小さな市", "after": "B"}]
    ]
    assert city.get()["landscape"]["name"] != "B"
    alone = client.post("/api/v1/validate", content=changed).json()
    assert alone["hash"] == tried["hash"]
    assert alone["difference"] is None


def test_trying_a_wrong_file_out_says_what_is_wrong(client: TestClient) -> None:
    answer = client.post("/api/v1/validate?file=x.yaml", content=b"schema_version: 1\nlandscape: []\n")
    assert answer.status_code == 200
    found = answer.json()
    assert not found["valid"]
    assert found["errors"][0]["line"] == 2
    assert found["errors"][0]["file"] == "x.yaml"


def test_sources_are_listed_as_a_table_too(city: City) -> None:
    (source,) = city.get("/sources")["items"]
    header, row = city.table("/sources.csv")
    told = dict(zip(header, row, strict=True))
    assert (told["name"], told["hash"], told["bytes"]) == (
        source["name"],
        source["hash"],
        str(source["size"]),
    )
