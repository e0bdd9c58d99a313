"""In: files are sent, what they would change is shown, and then it is kept; what lists lack is asked for in a table.

Nothing is kept before its sender has seen what is new, and nothing in the place of what somebody else kept meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal, cast, get_args

from fastapi import APIRouter, Path, Query, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from analyzer import usecases
from analyzer.landscape.difference import difference_of
from analyzer.messages import Text
from analyzer.reports.html import render_html
from analyzer.reports.versions import versions_report
from analyzer.stores.errors import ChangedError, NotFoundError
from analyzer.stores.port import Version
from analyzer.stores.sources import Source
from analyzer.tables.missing import MissingField, Owner
from api.answers import XLSX
from api.bodies import sent_files
from api.guarded.wire import packed
from api.keeping import keep_version
from api.looking import LandscapeId, landscape_at, plain_document, version_before
from api.plans import read_sent_plan
from api.problems import ProblemError
from api.security.roles import actor_of, needs, principal_of
from api.service import Running, Service
from api.uploads.incoming import FILL, READ_LISTS, REVIEW, Lists, Reviewed, Said
from api.uploads.reading import READ, ReadUpload
from api.uploads.uploading import YAML_TYPES, empty_file, read_guarded, seated
from api.web.drafts import Draft, drop_draft, find_draft, keep_draft
from api.web.languages import page_language
from api.web.rendering import page
from api.web.routing import PageRoute, field, moved
from api.web.views import Looked

router = APIRouter(route_class=PageRoute)

LANDSCAPE_SUFFIXES = (".yaml", ".yml", ".json")
PLANNED = "lists"
"""Id of the plan that lists name the months of."""

DraftKey = Annotated[str, Path(alias="draft", pattern=r"^[A-Za-z0-9_-]{1,64}$")]


@router.get("/landscapes/{landscape}/in", include_in_schema=False, **needs("viewer"))
async def incoming(looking: Looked) -> Response:
    """The versions that there are, and the way in for the next one."""
    store, id = looking.service.store, looking.version.landscape
    versions = await run_in_threadpool(store.versions, id, limit=1_000)
    context = {"versions": list(reversed(versions))}
    return looking.page("in", "in.html", twin=f"api/v1/landscapes/{id}/versions", **context)


@router.get("/landscapes/{landscape}/changes", include_in_schema=False, **needs("viewer"))
async def changes(looking: Looked) -> Response:
    """What changed from the version before to the one that is looked at, field by field."""

    def compared() -> Markup:
        service, new = looking.service, looking.version
        old = version_before(service, new)
        found = difference_of(
            plain_document(service, old), plain_document(service, new), (old.hash, new.hash)
        )
        return Markup(render_html(versions_report(found), looking.language))  # noqa: S704 - it escapes

    twin = looking.twin("diff", to=looking.version.number)
    return looking.page("in", "changes.html", twin=twin, changes=await run_in_threadpool(compared))


@router.get("/template.xlsx", include_in_schema=False, **needs("viewer"))
async def empty_lists(
    request: Request, form: Annotated[Literal["plain", "sapporo", "suita", "oita"], Query()] = "plain"
) -> Response:
    """A workbook to fill in: the plain lists, or the form of an office."""
    body = await run_in_threadpool(usecases.template, page_language(request), forms=(form,))
    name = "kakehashi" if form == "plain" else f"kakehashi-{form}"
    return Response(body, 200, {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}, XLSX)


@router.get("/in", include_in_schema=False, **needs("viewer"))
async def sent_already(request: Request) -> Response:
    """The address that a refused file leaves in the browser: from there back to the form."""
    query = request.url.query
    return moved(request, f"?{query}" if query else "")


@router.get("/in/{draft}/answers", include_in_schema=False, **needs("viewer"))
async def answered(request: Request, draft: DraftKey) -> Response:
    """The same of answers."""
    query = request.url.query
    return moved(request, f"in/{draft}" + (f"?{query}" if query else ""))


@router.post("/in", include_in_schema=False, **needs("viewer"))
async def send(request: Request, service: Running) -> Response:
    """Files of a new landscape, or of the next version of the one that they name."""
    return await _sent(request, service, None)


@router.post("/landscapes/{landscape}/in", include_in_schema=False, **needs("editor"))
async def send_next(request: Request, service: Running, landscape: LandscapeId) -> Response:
    """Files of the next version; lists are read onto the current one."""
    return await _sent(request, service, landscape)


@router.get("/in/{draft}", include_in_schema=False, **needs("viewer"))
async def look(request: Request, service: Running, draft: DraftKey) -> Response:
    """What would be kept, what is new in it, and what it lacks."""
    found = await _draft(request, service, draft)
    return await _shown(request, service, draft, found)


@router.post("/in/{draft}/answers", include_in_schema=False, **needs("viewer"))
async def answer(request: Request, service: Running, draft: DraftKey) -> Response:
    """Answers to what was missing, into the draft."""
    found = await _draft(request, service, draft)
    values = _answers(await request.form())
    if values:
        with seated(service):
            lists: Lists = await read_guarded(
                service, FILL, len(found.text), lambda: (found.text,), found.file, values
            )
        plan = lists.plan or found.plan
        changed = replace(found, text=lists.text, plan=plan, unread=lists.unread)
        await _keep_draft(request, service, changed, draft)
    return moved(request, f"in/{draft}")


@router.post("/in/{draft}", include_in_schema=False, **needs("viewer"))
async def keep(request: Request, service: Running, draft: DraftKey) -> Response:
    """Keeps the draft as the next version, where what its sender saw is still current."""
    found = await _draft(request, service, draft)
    form = await request.form()
    with seated(service):
        read: ReadUpload = await read_guarded(
            service, READ, len(found.text), lambda: (found.text,), found.file
        )
    if read.prepared is None:
        raise ProblemError(422, "wrong_landscape", findings=read.findings, total=read.total)
    source = Source(found.file, found.text, found.media_type)
    try:
        version, _ = await keep_version(
            request, service, read.prepared, source, field(form, "expect") or None
        )
    except ChangedError:
        raise _changed(read.prepared.id) from None
    plan = None if found.plan is None else await _keep_plan(request, service, version, found.plan)
    await run_in_threadpool(drop_draft, service.store, draft)
    query = "" if plan is None else f"?plan={plan}"
    return moved(request, f"landscapes/{version.landscape}/today{query}")


async def _sent(request: Request, service: Service, landscape: str | None) -> Response:
    form = await request.form()
    files = sent_files(form, "files")
    if not files:
        raise ProblemError(422, "no_file", Text("ファイルを選んでください。", "Choose a file."))
    draft = (
        await _landscape_file(service, files[0], landscape)
        if len(files) == 1 and str(files[0].filename).lower().endswith(LANDSCAPE_SUFFIXES)
        else await _lists(service, files, landscape, form)
    )
    key = await _keep_draft(request, service, draft)
    return moved(request, f"in/{key}")


async def _landscape_file(service: Service, file: UploadFile, landscape: str | None) -> Draft:
    """As it was sent; what is wrong with it is told at once, and nothing is kept of it."""
    text = await _whole(service, file)
    name = str(file.filename)
    with seated(service):
        read: ReadUpload = await read_guarded(service, READ, len(text), lambda: (text,), name)
    if read.prepared is None:
        raise ProblemError(422, "wrong_landscape", Text(
            f"ファイルに誤りがあります(指摘 {read.total} 件)。何も保存していません。",
            f"The file has errors ({read.total} findings). Nothing was kept.",
        ), findings=read.findings, total=read.total)  # fmt: skip
    id = read.prepared.id
    if landscape not in (None, id):
        raise ProblemError(422, "other_id", Text(
            f"ファイルの識別子は「{id}」です。「{landscape}」の次の版にはなりません。",
            f"The file says it is {id!r}, which is no next version of {landscape!r}.",
        ))  # fmt: skip
    return Draft(name, "application/json" if text[:1] == b"{" else YAML_TYPES[0], id, text)


async def _lists(service: Service, files: list[UploadFile], landscape: str | None, form: FormData) -> Draft:
    """Tables and forms, together, onto the current version where they were sent to one."""
    texts = [await _whole(service, file) for file in files]
    sizes = tuple((str(file.filename), len(text)) for file, text in zip(files, texts, strict=True))
    base = None
    if landscape is not None:
        base = await run_in_threadpool(_packed_current, service, landscape)
    said = Said(*(field(form, name).strip() for name in ("id", "name", "first", "last")))
    with seated(service):
        lists: Lists = await read_guarded(
            service, READ_LISTS, sum(map(len, texts)), lambda: texts, sizes, base, said
        )
    return Draft(
        f"{lists.landscape}.yaml", YAML_TYPES[0], lists.landscape, lists.text, lists.plan, lists.told
    )


async def _whole(service: Service, file: UploadFile) -> bytes:
    text = await file.read()
    if not text:
        raise empty_file()
    if len(text) > service.settings.max_upload:
        raise ProblemError(413, "too_large")
    return text


async def _draft(request: Request, service: Service, key: str) -> Draft:
    return await run_in_threadpool(find_draft, service.store, principal_of(request).id, key, service.now())


async def _keep_draft(request: Request, service: Service, draft: Draft, key: str | None = None) -> str:
    owner = principal_of(request).id
    return await service.changes.make(keep_draft, service.store, owner, draft, service.now(), key)


async def _shown(request: Request, service: Service, key: str, draft: Draft) -> Response:
    version = await _current(request, service, draft.landscape)
    before = None if version is None else await run_in_threadpool(_packed, service, version)
    with seated(service):
        reviewed: Reviewed = await read_guarded(
            service, REVIEW, len(draft.text), lambda: (draft.text,), draft.file, before
        )
    language = page_language(request)
    context = {
        "key": key,
        "draft": draft,
        "version": version,
        "reviewed": reviewed,
        "problem": reviewed,
        "columns": _columns(reviewed),
        "told": Markup(draft.told[language]) if draft.told else None,  # noqa: S704 - our own renderer escapes
        "unread": Markup(draft.unread[language]) if draft.unread else None,  # noqa: S704 - the same
        "changes": Markup(reviewed.changes[language]) if reviewed.changes else None,  # noqa: S704 - the same
        "same": version is not None and version.hash == reviewed.hash,
    }
    return page(request, "draft.html", context)


async def _current(request: Request, service: Service, id: str) -> Version | None:
    """The current version, where there is one that its sender may see."""
    try:
        version = await run_in_threadpool(service.store.current, id)
    except NotFoundError:
        return None
    role = await service.guard.role_on(principal_of(request), id)
    return None if role is None else version


def _packed_current(service: Service, landscape: str) -> bytes:
    return _packed(service, service.store.current(landscape))


def _packed(service: Service, version: Version) -> bytes:
    return packed(landscape_at(service, version))


def _columns(reviewed: Reviewed) -> Mapping[str, Mapping[str, MissingField]]:
    """Owner → the fields that any of its rows lacks, in order: the columns of the table that asks for them."""
    columns: dict[str, dict[str, MissingField]] = {}
    for row in reviewed.missing:
        for missing in row.fields:
            columns.setdefault(row.owner, {}).setdefault(missing.field, missing)
    return columns


def _answers(form: FormData) -> dict[Owner, dict[str, dict[str, str]]]:
    """``systems|jumin|shift.latest`` → the text; ``systems||shift.latest`` is for every row that has none of its own."""
    values: dict[Owner, dict[str, dict[str, str]]] = {}
    every: dict[tuple[Owner, str], str] = {}
    for name, value in form.multi_items():
        word, _, rest = name.partition("|")
        id, bar, missing = rest.rpartition("|")
        if not bar or word not in get_args(Owner) or not isinstance(value, str):
            continue
        owner = cast("Owner", word)
        if not id:
            every[owner, missing] = value.strip()
            continue
        text = value.strip() or every.get((owner, missing), "")
        if text:
            values.setdefault(owner, {}).setdefault(id, {})[missing] = text
    return values


async def _keep_plan(request: Request, service: Service, version: Version, text: bytes) -> str:
    """The months that lists named, beside the landscape; under a name of its own where there is another plan already."""
    body = read_sent_plan(text, PLANNED).body
    actor = actor_of(request)
    for id in (PLANNED, f"{PLANNED}-{version.number}"):
        try:
            await service.changes.make(
                service.store.put_plan, version.landscape, id, version.hash, body, expect=None, actor=actor
            )
        except ChangedError:
            if service.store.plan(version.landscape, id).body != body:
                continue
        return id
    raise _changed(version.landscape)


def _changed(landscape: str) -> ProblemError:
    return ProblemError(412, "changed", Text(
        f"見ている間に、ほかの人が「{landscape}」を変えました。前の画面に戻って読み込み直すと、今の版との違いを示します。何も保存していません。",
        f"Somebody else changed {landscape!r} meanwhile. Go back and load the view again: it shows what is new against the current version. Nothing was kept.",
    ))  # fmt: skip
