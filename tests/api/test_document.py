"""The OpenAPI document, and the pages that show it."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from analyzer import resources
from api.documents.problems import EVERYWHERE
from api.openapi import FILE_NAME, openapi_text
from api.summaries import SUMMARIES

DOCUMENT = json.loads(openapi_text())
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def test_the_committed_document_is_that_of_the_service() -> None:
    """Run `make schemas` where it is not."""
    assert (resources.schemas_folder() / FILE_NAME).read_text(encoding="utf-8") == openapi_text()


def test_every_operation_has_a_stable_name_and_says_what_it_does() -> None:
    assert sum(len(operations) for operations in DOCUMENT["paths"].values()) == len(OPERATIONS)
    for name, (_, path, operation) in OPERATIONS.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name), path
        assert operation["description"], path
        assert operation["summary"] == SUMMARIES[name], path
        assert operation["tags"], path
        assert operation["x-role"], path


def test_no_operation_is_summed_up_that_there_is_not() -> None:
    assert set(SUMMARIES) == set(OPERATIONS)


def test_every_operation_tells_of_every_status_that_is_possible_everywhere() -> None:
    for name, (_, _, operation) in OPERATIONS.items():
        assert {str(status) for status in EVERYWHERE} <= set(operation["responses"]), name


def test_what_reads_a_body_tells_of_its_size_and_type() -> None:
    for name, (_, _, operation) in OPERATIONS.items():
        if "requestBody" in operation:
            assert {"413", "415"} <= set(operation["responses"]), name


def test_what_takes_a_condition_tells_of_it() -> None:
    for name in ("put_landscape", "delete_landscape", "make_current", "put_plan", "delete_plan"):
        assert {"412", "428"} <= set(OPERATIONS[name][2]["responses"]), name


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/pages/start.js",
        "/pages/swagger-ui-bundle.js",
        "/pages/swagger-ui.css",
        "/pages/favicon.png",
    ],
)
def test_the_pages_are_files_of_this_server_only(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_page_names_no_other_server_and_runs_nothing_inline(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http" not in page.replace("http-equiv", "")
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    assert re.search(r"\son[a-z]+=", page) is None
    scripts = re.findall(r'src="([^"]+)"', page)
    assert all(client.get(f"/{script}").status_code == 200 for script in scripts)


def test_the_packaged_page_is_handed_out_byte_by_byte(client: TestClient) -> None:
    packaged = (files("fastapi_offline") / "static" / "swagger-ui.css").read_bytes()
    assert client.get("/pages/swagger-ui.css").content == packaged
    assert client.get("/pages/redoc.standalone.js").status_code == 404
