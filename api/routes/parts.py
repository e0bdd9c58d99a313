"""Parts of a landscape: systems and links, neighbours, what a change touches; and a search over all landscapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.graph.affected import AffectedBy
from analyzer.graph.landscape_graph import build_graph
from analyzer.graph.links import Link, environments_touched, vendors_touched
from analyzer.graph.states import State
from analyzer.graph.subjects import SUBJECT_KINDS, require
from analyzer.landscape.dumping import integration_entry
from analyzer.landscape.model import Confidence, Criticality, Form, Scope, System
from analyzer.messages import Text
from analyzer.reports.affected import AffectedAnswer, affected_document, affected_report
from analyzer.reports.layout import Table
from analyzer.reports.tables import render_csv
from analyzer.stores.port import SearchKind, Version
from analyzer.stores.searching import fold
from api.answers import csv_answer, json_answer, language_of, wants_csv
from api.documents.parts import (
    AffectedDocument,
    HitPage,
    LinkDocument,
    LinkPage,
    LinksBetweenDocument,
    NeighbourList,
    SystemDocument,
    SystemPage,
    SystemsInDocument,
)
from api.documents.responses import reading
from api.looking import (
    ID,
    Moment,
    VendorQuery,
    landscape_at,
    names_at,
    parts_at,
    plain_document,
)
from api.paging import DEFAULT_LIMIT, Cursor, Limit, cursor_after, read_cursor
from api.problems import ProblemError
from api.routes.about import AtLandscape, InMonth
from api.security.roles import needs
from api.service import Running, Service
from api.tables import hits_csv, links_csv, named_csv, systems_csv

router = APIRouter(prefix="/api/v1", tags=["parts"])

Direction = Annotated[
    Literal["out", "in", "both"], Query(description="Which ends are followed (out: where data goes).")
]
SystemId = Annotated[str, Path(alias="system", pattern=ID, max_length=200, description="Id of a system.")]
LINK = r"^[^/\x00-\x1f]+(/[^/\x00-\x1f]+){0,3}$"


def _id(name: str, what: str) -> Any:
    return Query(alias=name, pattern=ID, max_length=200, description=what)


SystemQuery = Annotated[str | None, _id("system", "Id of a system.")]
EnvironmentQuery = Annotated[str | None, _id("environment", "Id of an environment.")]
HubQuery = Annotated[str | None, _id("hub", "Id of a hub.")]
LineQuery = Annotated[str | None, _id("line", "Id of a line.")]
LinkQuery = Annotated[
    str | None,
    Query(
        alias="integration",
        pattern=LINK,
        max_length=500,
        description="Key of a link, or shorter where it means one.",
    ),
]
TextQuery = Annotated[
    str | None, Query(alias="q", min_length=1, max_length=200, description="Letters of its id or name.")
]

T = TypeVar("T")


def _page(
    items: Sequence[T], keys: Sequence[str], scope: str, cursor: str | None, limit: int
) -> tuple[list[T], str | None]:
    """Of a list that is sorted by its keys: the page after the cursor, and the next cursor."""
    begin = 0
    if cursor is not None:
        after = str(read_cursor(scope, cursor, str)[0])
        begin = next((at for at, key in enumerate(keys) if key > after), len(keys))
    page = list(items[begin : begin + limit])
    following = cursor_after(scope, keys[begin + limit - 1]) if begin + limit < len(items) else None
    return page, following


def _scope(request: Request) -> str:
    """A cursor belongs to one question: the path and all that is asked for, but the page."""
    asked = sorted((k, v) for k, v in request.query_params.multi_items() if k not in ("cursor", "limit"))
    return repr((request.scope["path"], asked))


# Systems


@router.get(
    "/landscapes/{landscape}/systems",
    operation_id="list_systems",
    responses=reading(SystemPage, table=True),
    **needs("viewer"),
)
def list_systems(
    at: InMonth,
    vendor: VendorQuery = None,
    environment: EnvironmentQuery = None,
    block: Annotated[str | None, Query(max_length=200)] = None,
    owner: Annotated[str | None, Query(max_length=200, description="The section that owns it.")] = None,
    scope: Annotated[Scope | None, Query()] = None,
    q: TextQuery = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The systems with all that is asked for, by id; vendor and environment are those of the form in the month."""
    found = at.found()
    parts = parts_at(at.service, found)
    if vendor is not None:
        require(parts, "vendor", vendor)
    if environment is not None:
        require(parts, "environment", environment)
    moment = at.moment(found)
    chosen = [
        (system, form)
        for system, form in ((system, _form(system, moment)) for system in parts.systems.values())
        if vendor in (None, form.vendor)
        and environment in (None, form.environment)
        and block in (None, system.block)
        and owner in (None, system.owner)
        and scope in (None, system.scope)
        and (q is None or _has(q, system.id, system.name))
    ]
    page, following = _page(chosen, [system.id for system, _ in chosen], _scope(at.request), cursor, limit)
    if wants_csv(at.request):
        language = language_of(at.request)
        return csv_answer(
            at.request, systems_csv(parts, page, language), language, f"{at.landscape}-systems", following
        )
    entries = {entry["id"]: entry for entry in _entries(at.service, found, "systems")}
    items = [_system(system, form, entries[system.id]) for system, form in page]
    return json_answer(at.request, {"month": _month(moment), "items": items, "next": following})


@router.get(
    "/landscapes/{landscape}/systems/{system}",
    operation_id="get_system",
    responses=reading(SystemDocument),
    **needs("viewer"),
)
def get_system(
    at: InMonth,
    system: SystemId,
) -> Response:
    """A system, with its form in the month."""
    found = at.found()
    parts = parts_at(at.service, found)
    require(parts, "system", system)
    moment = at.moment(found)
    entry = next(entry for entry in _entries(at.service, found, "systems") if entry["id"] == system)
    known = parts.systems[system]
    return json_answer(at.request, _system(known, _form(known, moment), entry))


@router.get(
    "/landscapes/{landscape}/systems/{system}/neighbours",
    operation_id="list_neighbours",
    responses=reading(NeighbourList, table=True),
    **needs("viewer"),
)
def list_neighbours(
    at: AtLandscape,
    system: SystemId,
    direction: Direction = "both",
) -> Response:
    """Systems that a link joins to this one, whatever its state."""
    found = at.found()
    ids = at.service.store.neighbours(at.landscape, system, direction, version=found.hash)
    named = [(id_, names_at(at.service, found).systems[id_].name) for id_ in ids]
    if wants_csv(at.request):
        language = language_of(at.request)
        return csv_answer(at.request, named_csv(named, language), language, f"{at.landscape}-neighbours")
    document = {"system": system, "direction": direction, "items": _named(named)}
    return json_answer(at.request, document)


@router.get(
    "/landscapes/{landscape}/environments/{environment}/systems",
    operation_id="list_systems_in_environment",
    responses=reading(SystemsInDocument, table=True),
    **needs("viewer"),
)
def list_systems_in_environment(
    at: InMonth,
    environment: Annotated[str, Path(pattern=ID, max_length=200, description="Id of an environment.")],
) -> Response:
    """Systems whose form stands in the environment in a month of a kept plan, or as of today."""
    found = at.found()
    moment = at.moment(found)
    ids = at.service.store.systems_in(at.landscape, environment, forms=moment.forms, version=found.hash)
    named = [(id_, names_at(at.service, found).systems[id_].name) for id_ in ids]
    if wants_csv(at.request):
        language = language_of(at.request)
        return csv_answer(at.request, named_csv(named, language), language, f"{at.landscape}-systems")
    document = {"environment": environment, "month": _month(moment), "items": _named(named)}
    return json_answer(at.request, document)


# Links


@router.get(
    "/landscapes/{landscape}/integrations",
    operation_id="list_integrations",
    responses=reading(LinkPage, table=True),
    **needs("viewer"),
)
def list_integrations(
    at: InMonth,
    system: SystemQuery = None,
    source: Annotated[str | None, _id("from", "The system that sends.")] = None,
    target: Annotated[str | None, _id("to", "The system that receives.")] = None,
    vendor: VendorQuery = None,
    environment: EnvironmentQuery = None,
    hub: HubQuery = None,
    state: Annotated[State | None, Query(description="In the month asked for.")] = None,
    criticality: Annotated[Criticality | None, Query()] = None,
    confidence: Annotated[Confidence | None, Query()] = None,
    main_route: Annotated[bool | None, Query()] = None,
    q: TextQuery = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The links with all that is asked for, by key; vendor, environment and hub are touched in the month."""
    found = at.found()
    value = landscape_at(at.service, found)
    for kind, id_ in (
        ("system", system),
        ("system", source),
        ("system", target),
        ("vendor", vendor),
        ("environment", environment),
        ("hub", hub),
    ):
        if id_ is not None:
            require(value, kind, id_)  # type: ignore[arg-type]
    moment = at.moment(found)
    chosen = [
        link
        for link in build_graph(value, moment.forms).links.values()
        if (system is None or system in link.ends)
        and source in (None, link.key.source)
        and target in (None, link.key.target)
        and state in (None, link.state)
        and criticality in (None, link.integration.criticality)
        and confidence in (None, link.integration.confidence)
        and main_route in (None, link.integration.main_route)
        and (hub is None or hub in link.hubs)
        and (vendor is None or vendor in vendors_touched(link, value.hubs))
        and (environment is None or environment in environments_touched(link, value.hubs))
        and (q is None or _has(q, str(link.key), link.integration.name))
    ]
    page, following = _page(chosen, [str(link.key) for link in chosen], _scope(at.request), cursor, limit)
    if wants_csv(at.request):
        language = language_of(at.request)
        return csv_answer(
            at.request, links_csv(value, page, language), language, f"{at.landscape}-integrations", following
        )
    items = _links(page)
    return json_answer(at.request, {"month": _month(moment), "items": items, "next": following})


@router.get(
    "/landscapes/{landscape}/integrations/{integration:path}",
    operation_id="get_integration",
    responses=reading(LinkDocument),
    **needs("viewer"),
)
def get_integration(
    at: InMonth,
    integration: Annotated[
        str,
        Path(
            pattern=LINK,
            max_length=500,
            description="Key of a link (004o008/00/fuhyo/jumin), or shorter where it means one.",
        ),
    ],
) -> Response:
    """A link, with its state in the month."""
    found = at.found()
    value = landscape_at(at.service, found)
    graph = build_graph(value, at.moment(found).forms)
    (document,) = _links([graph.find(integration)])
    return json_answer(at.request, document)


@router.get(
    "/landscapes/{landscape}/links",
    operation_id="list_links_between",
    responses=reading(LinksBetweenDocument, table=True),
    **needs("viewer"),
)
def list_links_between(
    at: InMonth,
    vendor: Annotated[str, _id("vendor", "Id of a vendor.")],
    other: Annotated[str, _id("other", "Id of the other vendor (or the same).")],
) -> Response:
    """Links, in either direction, between systems of two vendors."""
    found = at.found()
    moment = at.moment(found)
    links = at.service.store.links_between(
        at.landscape, vendor, other, forms=moment.forms, version=found.hash
    )
    if wants_csv(at.request):
        language = language_of(at.request)
        return csv_answer(
            at.request,
            links_csv(parts_at(at.service, found), links, language),
            language,
            f"{at.landscape}-links",
        )
    document = {"vendors": [vendor, other], "month": _month(moment), "items": _links(links)}
    return json_answer(at.request, document)


@router.get(
    "/landscapes/{landscape}/affected",
    operation_id="list_affected",
    responses=reading(AffectedDocument, table=True),
    **needs("viewer"),
)
def list_affected(
    at: InMonth,
    system: SystemQuery = None,
    vendor: VendorQuery = None,
    environment: EnvironmentQuery = None,
    line: LineQuery = None,
    hub: HubQuery = None,
    integration: LinkQuery = None,
    direction: Direction = "both",
    depth: Annotated[int, Query(ge=1, le=1_000, description="How far to follow.")] = 1,
) -> Response:
    """The links that a change of one part touches, each with the way to it; exactly one part is named."""
    named = {
        "system": system, "vendor": vendor, "environment": environment, "line": line, "hub": hub, "integration": integration,
    }  # fmt: skip
    asked = [AffectedBy(kind, id_) for kind in SUBJECT_KINDS if (id_ := named[kind]) is not None]
    if len(asked) != 1:
        listed = ", ".join(SUBJECT_KINDS)
        raise ProblemError(
            422,
            "one_change",
            Text(f"次のうち一つだけを指定してください: {listed}", f"Name exactly one of {listed}."),
        )
    found = at.found()
    moment = at.moment(found)
    links = at.service.store.affected(
        at.landscape, asked[0], direction=direction, depth=depth, forms=moment.forms, version=found.hash
    )
    answer = AffectedAnswer(names_at(at.service, found), asked[0], direction, depth, moment.month, links)
    if wants_csv(at.request):
        language = language_of(at.request)
        table = affected_report(answer).answer or Table((), ())
        return csv_answer(at.request, render_csv(table, language), language, f"{at.landscape}-affected")
    return json_answer(at.request, affected_document(answer))


# All landscapes


@router.get("/search", operation_id="search", responses=reading(HitPage, table=True), **needs("viewer"))
async def search(
    request: Request,
    service: Running,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="The beginning of an id, or letters of a name.")
    ],
    kind: Annotated[SearchKind | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Parts of the current versions of all landscapes that one may see; a link is found by its 連携ID."""
    scope = _scope(request)
    after = None
    if cursor is not None:
        at, of, id_ = read_cursor(scope, cursor, str, str, str)
        after = (str(at), str(of), str(id_))
    visible = await service.guard.visible(request)
    hits = await run_in_threadpool(
        service.store.search,
        q,
        kind=kind,
        landscapes=None if visible is None else sorted(visible),
        after=after,
        limit=limit + 1,
    )
    page = list(hits[:limit])
    last = page[-1] if page else None
    following = (
        cursor_after(scope, last.landscape, last.kind, last.id) if last and len(hits) > limit else None
    )
    if wants_csv(request):
        language = language_of(request)
        return csv_answer(request, hits_csv(page, language), language, "search", following)
    items = [{"landscape": hit.landscape, "kind": hit.kind, "id": hit.id, "name": hit.name} for hit in page]
    return json_answer(request, {"items": items, "next": following})


# --- inside ---


def _form(system: System, moment: Moment) -> Form:
    return system.forms[moment.forms.get(system.id, 0)]


def _month(moment: Moment) -> str | None:
    return None if moment.month is None else str(moment.month)


def _has(text: str, *names: str) -> bool:
    return any(fold(text) in fold(name) for name in names)


def _entries(service: Service, version: Version, section: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = plain_document(service, version).get(section, [])
    return entries


def _system(system: System, form: Form, entry: dict[str, Any]) -> dict[str, object]:
    return {
        "id": system.id,
        "name": system.name,
        "block": system.block,
        "scope": system.scope,
        "owner": system.owner,
        "form": {
            "environment": form.environment,
            "generation": form.generation,
            "vendor": form.vendor,
            "package": form.package,
        },
        "entry": entry,
    }


def _links(links: Iterable[Link]) -> list[dict[str, object]]:
    return [
        {
            "integration": str(link.key),
            "name": link.integration.name,
            "source": link.key.source,
            "target": link.key.target,
            "state": link.state,
            "hubs": list(link.hubs),
            "entry": integration_entry(link.integration),
        }
        for link in links
    ]


def _named(named: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": id_, "name": name} for id_, name in named]
