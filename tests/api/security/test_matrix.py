"""Roles times operations: the OpenAPI document says what each needs, and each person may just that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import Request

from api.problems import ProblemError
from api.security.roles import checked, needs
from api.security.settings import AccessSettings
from tests.api.security.serving import CITY, PEOPLE, Served, served

ADMITTED = 501
"""What the operation answers here in place of doing anything: it was allowed."""

_OK = ADMITTED
EXPECTED: Mapping[tuple[str, bool], tuple[int, ...]] = {
    # nobody, stranger, viewer, editor, admin, creator, server-admin
    ("public", True): (_OK, _OK, _OK, _OK, _OK, _OK, _OK),
    ("viewer", True): (401, 404, _OK, _OK, _OK, 404, _OK),
    ("editor", True): (401, 404, 403, _OK, _OK, 404, _OK),
    ("admin", True): (401, 404, 403, 403, _OK, 404, _OK),
    ("creator", True): (401, 404, 403, _OK, _OK, 409, _OK),
    ("server-admin", True): (401, 403, 403, 403, 403, 403, _OK),
    ("public", False): (_OK, _OK, _OK, _OK, _OK, _OK, _OK),
    ("viewer", False): (401, _OK, _OK, _OK, _OK, _OK, _OK),
    ("editor", False): (401, _OK, _OK, _OK, _OK, _OK, _OK),
    ("admin", False): (401, _OK, _OK, _OK, _OK, _OK, _OK),
    ("creator", False): (401, 403, 403, 403, 403, _OK, _OK),
    ("server-admin", False): (401, 403, 403, 403, 403, 403, _OK),
}
"""(What is needed, whether it is about a landscape that is there) → what `PEOPLE` are answered."""


@pytest.fixture(scope="module")
def service() -> Iterator[Served]:
    """Operations are checked as ever, and then not done."""

    async def checked_only(request: Request) -> None:
        await checked(request)
        raise ProblemError(ADMITTED, "admitted")

    plenty = AccessSettings(login="keys", requests_per_second=1e6, burst=10**6)
    with served(plenty) as it:
        it.app.dependency_overrides[checked] = checked_only
        yield it


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in sorted(document["paths"].items()):
        for method, operation in sorted(item.items()):
            if method in ("get", "put", "post", "delete", "patch", "head", "options"):
                yield method.upper(), path, operation


def test_each_person_may_what_the_operation_says_and_nothing_else(service: Served) -> None:
    wrong = []
    document = service.client.get("/openapi.json").json()
    for method, path, operation in operations(document):
        about_the_city = "{landscape}" in path
        where = re.sub(r"\{[^}]*\}", "0", path.replace("{landscape}", CITY))
        json: dict[str, Any] = {"json": {}} if "requestBody" in operation else {}
        expected = EXPECTED[operation["x-role"], about_the_city]
        for who, status in zip(PEOPLE, expected, strict=True):
            answer = service.call(who, method, where, **json)
            if answer.status_code != status:
                wrong.append(
                    f"{who}: {method} {path} ({operation['x-role']}): {answer.status_code}, not {status}"
                )
    assert wrong == []


def test_there_are_operations_of_every_role(service: Served) -> None:
    document = service.client.get("/openapi.json").json()
    assert {operation["x-role"] for _, _, operation in operations(document)} >= {
        "public", "viewer", "admin", "server-admin",
    }  # fmt: skip


def test_the_document_says_where_one_has_to_say_who_one_is(service: Served) -> None:
    document = service.client.get("/openapi.json").json()
    schemes = set(document["components"]["securitySchemes"])
    for _, path, operation in operations(document):
        named = {name for way in operation.get("security", ()) for name in way}
        assert named == (set() if operation["x-role"] == "public" else schemes), path


def test_every_route_says_what_it_needs_also_those_that_the_document_leaves_out(service: Served) -> None:
    for route in iter_route_contexts(service.app.routes):
        if isinstance(route.original_route, APIRoute):
            assert (route.original_route.openapi_extra or {}).get("x-role"), route.path
        else:
            assert route.path == "/openapi.json"


def test_a_landscape_that_one_may_not_see_is_like_one_that_is_not_there(service: Served) -> None:
    hidden = service.call("stranger", "GET", f"/api/v1/landscapes/{CITY}/grants").json()
    missing = service.call("stranger", "GET", "/api/v1/landscapes/nowhere/grants").json()
    assert hidden["code"] == missing["code"] == "not_kept_landscape"
    for document in (hidden, missing):
        del document["instance"], document["request_id"]
    assert str(hidden).replace(CITY, "X") == str(missing).replace("nowhere", "X")


@pytest.mark.parametrize(
    ("extra", "said"), [({}, "nothing"), ({"openapi_extra": {"x-role": "root"}}, "no role")]
)
def test_an_operation_that_says_no_role_is_refused_to_everybody(extra: dict[str, Any], said: str) -> None:
    with served() as service:
        forgetful = APIRouter()

        @forgetful.get("/forgotten", **extra)
        async def forgotten() -> str:
            raise AssertionError(said)

        @forgetful.get("/remembered", **needs("viewer"))
        async def remembered() -> str:
            return "yes"

        service.app.include_router(forgetful)
        for who in PEOPLE:
            assert service.call(who, "GET", "/forgotten").status_code in (401, 403)
        assert service.call("stranger", "GET", "/remembered").json() == "yes"


def test_whoever_may_not_is_refused_before_the_body_is_read() -> None:
    with served() as service:
        for body in (b"no json", b"{" * 1000):
            answer = service.call("stranger", "POST", "/api/v1/keys", content=body)
            assert answer.status_code == 403
