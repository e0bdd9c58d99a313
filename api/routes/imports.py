"""Lists and the offices' own forms over HTTP: what they make of a new landscape, or of one that is kept.

Both are questions: nothing is kept. Who keeps the landscape that came of it puts it as any other.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.messages import Text
from api.answers import JSON, answer, hash_of
from api.bodies import FILES, FormRequest, media_type_of, sent_files
from api.conditions import etag
from api.documents.imports import ImportDocument
from api.documents.responses import answers, body
from api.guarded.wire import packed
from api.looking import LandscapeId, VersionQuery, find_version, landscape_at
from api.problems import ProblemError
from api.routes.landscapes import FILE_NAME
from api.security.roles import needs
from api.service import Running, Service
from api.uploads.importing import IMPORT, Asked
from api.uploads.uploading import read_guarded, seated

router = APIRouter(prefix="/api/v1", tags=["landscapes"])

MULTIPART = "multipart/form-data"
_BODY = body(
    MULTIPART,
    description="Excel workbooks (.xlsx) and CSV files, each a field `files`; 50 files and 50 MB in all at most.",
    schema={
        "type": "object",
        "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
        "required": ["files"],
    },
)
_MONTH = r"^[0-9]{4}-[0-9]{2}$"


def _asked(
    id: Annotated[str | None, Query(max_length=200, description="Id of a new landscape.")] = None,
    name: Annotated[str | None, Query(max_length=200, description="Name of a new landscape.")] = None,
    first: Annotated[str | None, Query(pattern=_MONTH, description="First month of a new landscape.")] = None,
    last: Annotated[str | None, Query(pattern=_MONTH, description="Last month of a new landscape.")] = None,
    form: Annotated[
        list[str], Query(max_length=100, description="`sapporo`, or `SHEET=sapporo`; docs/forms.md.")
    ] = [],  # noqa: B006
    column: Annotated[list[str], Query(max_length=100, description="`FIELD=HEADING`.")] = [],  # noqa: B006
    system: Annotated[list[str], Query(max_length=100, description="`SHEET=SYSTEM`.")] = [],  # noqa: B006
) -> Asked:
    return Asked(id, name, first, last, tuple(form), tuple(column), tuple(system))


How = Annotated[Asked, Depends(_asked)]


@router.post(
    "/imports",
    operation_id="import_lists",
    responses=answers(ImportDocument, 408, 413, 415),
    **needs("viewer", **_BODY),
)
async def import_lists(request: Request, service: Running, asked: How) -> Response:
    """A landscape of lists and forms, with a report of every cell that was not understood. Nothing is kept."""
    return await _imported(request, service, None, asked)


@router.post(
    "/landscapes/{landscape}/imports",
    operation_id="import_onto",
    responses=answers(ImportDocument, 404, 408, 413, 415),
    **needs("viewer", **_BODY),
)
async def import_onto(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    asked: How,
    version: VersionQuery = None,
    fill: Annotated[
        bool, Query(description="Lists only add: empty cells and rows that are not there say nothing.")
    ] = False,
) -> Response:
    """The same onto a landscape that is kept: also what would change in it, entry by entry and field by field."""
    onto = Asked(forms=asked.forms, columns=asked.columns, systems=asked.systems, fill=fill)

    def base() -> bytes:
        return packed(landscape_at(service, find_version(service, landscape, version)))

    return await _imported(request, service, await run_in_threadpool(base), onto)


async def _imported(request: Request, service: Service, base: bytes | None, asked: Asked) -> Response:
    media_type_of(request, (MULTIPART,))
    with seated(service):
        async with FormRequest(request.scope, request.receive).form(
            max_files=FILES, max_fields=FILES
        ) as form:
            files = sent_files(form, "files")
            if not files:
                raise ProblemError(
                    422, "no_file", Text("ファイル(files)がありません。", "There is no file (files).")
                )
            names = [str(file.filename) for file in files]
            if not all(len(name) <= 200 and re.match(FILE_NAME, name) for name in names):
                raise ProblemError(
                    422,
                    "wrong_file_name",
                    Text(
                        "ファイル名に使えない文字があるか、長すぎます。",
                        "A file's name is too long, or has characters that no name may have.",
                    ),
                )
            texts = [await file.read() for file in files]
            sizes = tuple(zip(names, map(len, texts), strict=True))
            found: bytes = await read_guarded(
                service, IMPORT, sum(map(len, texts)), lambda: texts, sizes, base, asked
            )
    return answer(request, found, JSON, etag(hash_of(found)))
