"""The links of a landscape, between vendors, and those that a change touches."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from analyzer.graph.affected import AffectedBy
from analyzer.graph.landscape_graph import build_graph
from analyzer.graph.links import Link, environments_touched, vendors_touched
from analyzer.graph.states import State
from analyzer.graph.subjects import SUBJECT_KINDS, require
from analyzer.landscape.dumping import integration_entry
from analyzer.landscape.model import Confidence, Criticality
from analyzer.messages import Text
from analyzer.reports.affected import AffectedAnswer, affected_document, affected_report
from analyzer.reports.tables import report_csv
from api.answers import json_answer, table_answer
from api.documents.parts import AffectedDocument, LinkDocument, LinkPage, LinksBetweenDocument
from api.documents.responses import reading
from api.looking import (
    Direction,
    EnvironmentQuery,
    TextQuery,
    VendorQuery,
    id_query,
    landscape_at,
    names_at,
    parts_at,
)
from api.names import named_like
from api.paging import DEFAULT_LIMIT, Cursor, Limit, page_of, question_of
from api.problems import ProblemError
from api.routes.about import InMonth
from api.security.roles import needs
from api.tables import links_csv

router = APIRouter(prefix="/api/v1", tags=["parts"])

LINK = r"^[^/\x00-\x1f]+(/[^/\x00-\x1f]+){0,3}$"
SystemQuery = Annotated[str | None, id_query("system", "Id of a system.")]
HubQuery = Annotated[str | None, id_query("hub", "Id of a hub.")]
LineQuery = Annotated[str | None, id_query("line", "Id of a line.")]
LinkQuery = Annotated[
    str | None,
    Query(
        alias="integration",
        pattern=LINK,
        max_length=500,
        description="Key of a link, or shorter where it means one.",
    ),
]


@router.get(
    "/landscapes/{landscape}/integrations",
    operation_id="list_integrations",
    responses=reading(LinkPage, table=True),
    **needs("viewer"),
)
def list_integrations(
    at: InMonth,
    system: SystemQuery = None,
    source: Annotated[str | None, id_query("from", "The system that sends.")] = None,
    target: Annotated[str | None, id_query("to", "The system that receives.")] = None,
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
        and (q is None or named_like(q, str(link.key), link.integration.name))
    ]
    page, following = page_of(
        chosen, [str(link.key) for link in chosen], question_of(at.request), cursor, limit
    )
    return table_answer(
        at.request,
        lambda: {"month": moment.said, "items": _links(page), "next": following},
        partial(links_csv, value, page),
        f"{at.landscape}-integrations",
        following,
    )


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
    vendor: Annotated[str, id_query("vendor", "Id of a vendor.")],
    other: Annotated[str, id_query("other", "Id of the other vendor (or the same).")],
) -> Response:
    """Links, in either direction, between systems of two vendors."""
    found = at.found()
    moment = at.moment(found)
    links = at.service.store.links_between(
        at.landscape, vendor, other, forms=moment.forms, version=found.hash
    )
    return table_answer(
        at.request,
        lambda: {"vendors": [vendor, other], "month": moment.said, "items": _links(links)},
        lambda language: links_csv(parts_at(at.service, found), links, language),
        f"{at.landscape}-links",
    )


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
    return table_answer(
        at.request,
        partial(affected_document, answer),
        lambda language: report_csv(affected_report(answer), language),
        f"{at.landscape}-affected",
    )


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
