"""Systems, links, what a change touches, and search, over HTTP."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from analyzer import usecases
from analyzer.graph.affected import AffectedBy
from analyzer.landscape.loading import read_landscape
from analyzer.plan.reading import read_plan
from analyzer.reports.affected import affected_document
from tests.api.asking import MOVES, City, code_of


@pytest.fixture
def planned(city: City) -> City:
    answer = city.ask("PUT", "/plans/p", json={"moves": MOVES})
    assert answer.status_code == 201, answer.text
    return city


def _ids(document: dict[str, list[dict[str, str]]], name: str = "id") -> list[str]:
    return [item[name] for item in document["items"]]


def test_systems_are_found_by_what_they_are(city: City) -> None:
    assert _ids(city.get("/systems")) == ["jumin", "kaigo", "zei"]
    assert _ids(city.get("/systems?vendor=vb")) == ["zei"]
    assert _ids(city.get("/systems?block=resident")) == ["jumin"]
    assert _ids(city.get("/systems?owner=市民課")) == ["jumin", "kaigo"]
    assert _ids(city.get("/systems?q=介護")) == ["kaigo"]
    assert _ids(city.get("/systems?environment=cloud")) == []
    assert code_of(city.ask("GET", "/systems?vendor=nobody"), 422) == "unknown_vendor"
    assert code_of(city.ask("GET", "/systems?scope=nothing"), 422) == "wrong_request"


def test_systems_stand_where_a_plan_puts_them_in_the_month(planned: City) -> None:
    before, after = (f"/systems?environment=cloud&plan=p&month=2025-0{month}" for month in (1, 2))
    assert _ids(planned.get(before)) == []
    assert _ids(planned.get(after)) == ["jumin"]
    assert planned.get(after)["month"] == "2025-02"
    inside = planned.get("/environments/cloud/systems?plan=p&month=2025-03")
    assert _ids(inside) == ["jumin", "zei"]
    form = planned.get("/systems/jumin?plan=p&month=2025-02")["form"]
    assert (form["environment"], form["generation"]) == ("cloud", "standard")
    assert planned.get("/systems/jumin")["form"]["environment"] == "office"


def test_systems_come_in_pages_and_as_a_table(city: City) -> None:
    first = city.get("/systems?limit=2")
    assert _ids(first) == ["jumin", "kaigo"]
    assert _ids(city.get(f"/systems?limit=2&cursor={first['next']}")) == ["zei"]
    other = city.ask("GET", f"/systems?limit=2&vendor=va&cursor={first['next']}")
    assert code_of(other, 422) == "wrong_cursor"
    header, *rows = city.table("/systems.csv")
    assert header[:2] == ["id", "name"]
    assert [row[0] for row in rows] == ["jumin", "kaigo", "zei"]
    assert city.table("/systems", "ja")[0][1] == "名前"


def test_a_system_has_its_entry_and_its_neighbours(city: City) -> None:
    system = city.get("/systems/zei")
    assert system["entry"]["moves"][0]["id"] == "shift"
    assert code_of(city.ask("GET", "/systems/nobody"), 404) == "unknown_system"
    assert _ids(city.get("/systems/zei/neighbours")) == ["jumin", "kaigo"]
    assert _ids(city.get("/systems/zei/neighbours?direction=out")) == ["kaigo"]
    assert code_of(city.ask("GET", "/systems/nobody/neighbours"), 404) == "unknown_system"
    assert city.table("/systems/zei/neighbours") == [
        ["id", "name"],
        ["jumin", "住民記録"],
        ["kaigo", "介護保険"],
    ]


def test_links_are_found_by_what_they_touch(planned: City) -> None:
    def found(query: str) -> list[str]:
        return [item["entry"]["id"] for item in planned.get(f"/integrations{query}")["items"]]

    assert found("") == ["a", "b", "c"]
    assert found("?system=kaigo") == ["b", "c"]
    assert found("?from=zei") == ["b"]
    assert found("?to=zei") == ["a"]
    assert found("?hub=master") == ["b"]
    assert found("?vendor=vb") == ["a", "b"]
    assert found("?state=unknown") == ["c"]
    assert found("?state=mixed") == []
    assert found("?state=mixed&plan=p&month=2025-02") == ["a"]
    assert found("?q=所得") == ["b"]
    assert found("?criticality=high") == []
    assert code_of(planned.ask("GET", "/integrations?hub=nothing"), 422) == "unknown_hub"
    page = planned.get("/integrations?limit=1")
    assert planned.get(f"/integrations?limit=1&cursor={page['next']}")["items"][0]["entry"]["id"] == "b"
    assert [row[0] for row in planned.table("/integrations")[1:]] == [
        "a/00/jumin/zei", "b/00/zei/kaigo", "c/00/kaigo/?",
    ]  # fmt: skip


def test_a_link_is_read_by_its_key_or_shorter(planned: City) -> None:
    for name in ("a", "a/00", "a/00/jumin/zei"):
        assert planned.get(f"/integrations/{name}")["integration"] == "a/00/jumin/zei"
    assert planned.get("/integrations/c/00/kaigo/%3F")["state"] == "unknown"
    assert planned.get("/integrations/a?plan=p&month=2025-02")["state"] == "mixed"
    assert code_of(planned.ask("GET", "/integrations/zzz"), 404) == "unknown_integration"


def test_links_between_two_vendors(city: City) -> None:
    assert [item["entry"]["id"] for item in city.get("/links?vendor=va&other=vb")["items"]] == ["a", "b"]
    assert city.get("/links?vendor=vb&other=vb")["items"] == []
    assert len(city.table("/links?vendor=va&other=vb")) == 3
    assert code_of(city.ask("GET", "/links?vendor=va"), 422) == "wrong_request"


@pytest.mark.parametrize(
    "change",
    [
        AffectedBy("system", "jumin"), AffectedBy("vendor", "vb"), AffectedBy("environment", "cloud"),
        AffectedBy("hub", "master"), AffectedBy("integration", "b"),
    ],
    ids=lambda change: change.kind,
)  # fmt: skip
@pytest.mark.parametrize("direction", ["out", "in", "both"])
def test_affected_links_are_those_of_the_command_line(
    planned: City, change: AffectedBy, direction: str
) -> None:
    landscape = read_landscape(planned.text(), "x").landscape
    assert landscape is not None
    plan = read_plan(json.dumps({"moves": MOVES}).encode(), "p")
    for depth, month in ((1, None), (3, "2025-02")):
        query = f"?{change.kind}={change.id}&direction={direction}&depth={depth}"
        query += f"&plan=p&month={month}" if month else ""
        expected = affected_document(
            usecases.affected_by(landscape, change, direction, depth, plan if month else None, month)  # type: ignore[arg-type]
        )
        assert planned.get(f"/affected{query}") == expected


def test_one_change_is_asked_about_at_a_time(city: City) -> None:
    assert code_of(city.ask("GET", "/affected"), 422) == "one_change"
    assert code_of(city.ask("GET", "/affected?system=jumin&vendor=va"), 422) == "one_change"
    assert code_of(city.ask("GET", "/affected?system=nobody"), 422) == "unknown_system"
    assert code_of(city.ask("GET", "/affected?system=jumin&depth=0"), 422) == "wrong_request"
    header, *rows = city.table("/affected?system=kaigo")
    assert header[:2] == ["depth", "integration"]
    assert len(rows) == 2


def test_a_month_that_is_none_is_refused_in_words(planned: City) -> None:
    assert code_of(planned.ask("GET", "/affected?system=jumin&month=2031-01"), 422) == "outside_horizon"
    assert code_of(planned.ask("GET", "/affected?system=jumin&month=2025-13"), 422) == "wrong_request"
    assert code_of(planned.ask("GET", "/affected?system=jumin&plan=none"), 404) == "not_kept_plan"


def test_a_plan_without_forms_is_told_move_by_move(planned: City) -> None:
    planned.ask("PUT", "/plans/empty", json={"moves": {}})
    answer = planned.ask("GET", "/systems?plan=empty&month=2025-02")
    assert code_of(answer, 422) == "move_missing"
    assert len(answer.json()["errors"]) == 2


def test_a_search_finds_parts_of_all_landscapes(client: TestClient) -> None:
    for name in ("search-a", "search-b"):
        City(client, name).put(vendors=[{"id": "va", "name": "ｽｰﾊﾟｰ社"}, {"id": "vb", "name": "B"}])
    hits = client.get("/api/v1/search?q=スーパー").json()
    assert [(hit["landscape"], hit["kind"], hit["id"]) for hit in hits["items"]] == [
        ("search-a", "vendor", "va"), ("search-b", "vendor", "va"),
    ]  # fmt: skip
    first = client.get("/api/v1/search?q=スーパー&limit=1").json()
    rest = client.get(f"/api/v1/search?q=スーパー&limit=1&cursor={first['next']}").json()
    assert first["items"] + rest["items"] == hits["items"]
    assert client.get("/api/v1/search?q=スーパー&kind=system").json()["items"] == []
    assert code_of(client.get("/api/v1/search"), 422) == "wrong_request"
    table = client.get("/api/v1/search.csv?q=スーパー").content.decode("utf-8-sig")
    assert table.count("ｽｰﾊﾟｰ社") == 2
