"""Asking the service about a landscape of one's own."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import httpx2
from starlette.testclient import TestClient

from tests.builders import landscape_document, link, move, system

HERE = "http://127.0.0.1:8000"
SYSTEMS = [
    system("jumin", move("shift"), name="住民記録", block="resident", owner="市民課"),
    system("zei", move("shift"), name="税務", block="tax", current={"vendor": "vb"}),
    system("kaigo", name="介護保険", owner="市民課"),
]
LINKS = [
    link("a", "jumin", "zei", name="住民情報"),
    link("b", "zei", "kaigo", name="所得情報", realizations={"legacy": {"via": "master"}, "standard": {}}),
    link("c", "kaigo", None, name="通知"),
]
MOVES = {"jumin.shift": "2025-02", "zei.shift": "2025-03"}
"""The links a and b are mixed in 2025-02 (a) and from 2025-03 on (b)."""


@dataclass
class City:
    """`document` is what its last version says."""

    client: TestClient
    id: str
    etag: str = ""

    def document(self, **sections: Any) -> dict[str, Any]:
        header = {"id": self.id, **sections.pop("landscape", {})}
        return landscape_document(
            **{"landscape": header, "systems": SYSTEMS, "integrations": LINKS, **sections}
        )

    def text(self, **sections: Any) -> bytes:
        return json.dumps(self.document(**sections), ensure_ascii=False).encode()

    def put(self, **sections: Any) -> httpx2.Response:
        """A version in the place of the last one."""
        headers = {"If-Match": self.etag} if self.etag else {}
        answer = self.ask("PUT", "", content=self.text(**sections), headers=headers)
        assert answer.status_code in (200, 201), answer.text
        self.etag = answer.headers["etag"]
        return answer

    def ask(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """About this landscape; as JSON where nothing else is said."""
        return self.client.request(method, f"/api/v1/landscapes/{self.id}{path}", **options)

    def get(self, path: str = "", status: int = 200, **headers: str) -> Any:
        """The JSON of an answer that has the status."""
        answer = self.ask("GET", path, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def table(self, path: str, language: str = "en") -> list[list[str]]:
        """The rows of an answer as CSV."""
        answer = self.ask("GET", path, headers={"Accept": "text/csv", "Accept-Language": language})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/csv")
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def code_of(answer: httpx2.Response, status: int) -> str:
    """The code of a problem document, which is whole."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["total"] >= len(problem["errors"])
    return str(problem["code"])
