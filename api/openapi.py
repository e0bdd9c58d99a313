"""The OpenAPI document: what FastAPI derives, with the model of problems and what it cannot know.

``python -m api.openapi DIRECTORY`` writes ``openapi.json`` there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.documents.problems import ProblemDocument, problems
from api.problems import TITLES
from api.security.roles import SCHEMES
from api.summaries import SUMMARIES

FILE_NAME = "openapi.json"
DESCRIPTION = """自治体システムの移行計画のサービスです。ランドスケープ(システムと連携の全体像)を版として保存し、影響を調べ、
計画を評価し、図にし、共有します。

Landscapes of municipalities, kept in versions: asked about, planned, drawn and shared.

**Representations.** Every answer is JSON; lists are CSV too (`Accept: text/csv`, or `.csv` at the end of the path), worksheets
Excel workbooks (`.xlsx`), pictures are SVG, PNG, PDF or DOT (`Accept`, or `.svg`, `.png`, `.pdf`, `.dot`). Titles, details and headings are Japanese, or English
where `Accept-Language` prefers it; JSON has sentences in both languages.

**Problems** are documents of RFC 9457 (`application/problem+json`): programs look at `code`; `errors` lists every
finding with file, line and column.

**Conditions.** Every resource has an ETag: the content hash of a landscape, the hash of a text. Who replaces or deletes sends it
as `If-Match` (`*`: whatever is there); without it the answer is 428, with another one 412. Who has it already and sends
`If-None-Match` is answered 304.

**Once.** A POST that makes something may be sent again with the same `Idempotency-Key`: it is done once.

**Pages.** `limit` entries each; `next` is the cursor of the following page (in CSV: `X-Next-Cursor`).

**Limits.** A landscape file has at most 50 MB. Where too much is waiting the answer is 503, to who asks too often 429; both say in
`Retry-After` when to come again."""
TAGS = (
    ("landscapes", "ランドスケープ / landscapes"),
    ("versions", "版と元のファイル / versions and their sources"),
    ("parts", "システム・連携・影響・検索 / systems, links, what a change touches, search"),
    ("plans", "計画 / plans"),
    ("questions", "評価・図・比較 / evaluation, pictures, comparison"),
    ("diagrams", "図 / pictures"),
    ("worksheets", "会議のワークシート / worksheets for meetings"),
    ("packs", "資料一式と回答 / packs for meetings, answers read back"),
    ("what if", "シナリオ / what if"),
    ("jobs", "最適化のジョブ / optimization as a job"),
    ("access", "誰に何を許すか / who may what"),
    ("operation", "運用 / operation"),
)


def describe(app: FastAPI) -> None:
    """Makes the app give this document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi_document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The document of an app, complete with the shared models; the same from every app with these routes."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": description} for name, description in TAGS],
    )
    schemas: dict[str, Any] = document.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["ProblemDocument"] = problem
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["responses"] = {_response_name(s): r for s, r in problems(*TITLES).items()}
    document["components"]["securitySchemes"] = {name: dict(scheme) for name, scheme in SCHEMES.items()}
    document["paths"] = dict(sorted(document["paths"].items()))
    for path in document["paths"].values():
        for operation in path.values():
            operation["summary"] = SUMMARIES.get(operation["operationId"], operation["summary"])
            operation["responses"] = {
                status: _shared(status, response, document["components"]["responses"])
                for status, response in sorted(operation["responses"].items())
            }
    return document


def _shared(status: str, response: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """A problem that is told of everywhere in the same words is told once."""
    name = _response_name(status)
    return {"$ref": f"#/components/responses/{name}"} if response == shared.get(name) else response


def _response_name(status: int | str) -> str:
    return f"Problem{status}"


def openapi_text() -> str:
    """The document as it is committed."""
    from api.app import create_app  # noqa: PLC0415 - the app itself imports this module
    from api.settings import Settings  # noqa: PLC0415

    document = create_app(Settings()).openapi()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main(directory: str) -> None:
    """Write the document into a directory."""
    (Path(directory) / FILE_NAME).write_text(openapi_text(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "schemas")
