"""Puts a generated landscape together, section by section of the file."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.generator.agreements import Agreements, lines
from analyzer.generator.cast import CLOUD, MAINFRAME, OUTSIDE, PRIVATE, SERVERS, Cast, Member, choose_cast
from analyzer.generator.dates import Dates, set_dates
from analyzer.generator.links import MASTER, STORAGE, draw_links
from analyzer.generator.offers import draw_catalogue, draw_law_changes
from analyzer.generator.request import Request

Entry = dict[str, object]

GENERATOR_VERSION = 1
"""Raised whenever the same arguments give other bytes than before."""

_ENVIRONMENTS: tuple[tuple[str, Entry], ...] = (
    (MAINFRAME, {"name": "汎用機", "hosting": "on_premises", "zone": "core", "monthly_cost": 60}),
    (SERVERS, {"name": "庁内サーバ", "hosting": "on_premises", "zone": "information", "monthly_cost": 15}),
    (
        CLOUD,
        {
            "name": "ガバメントクラウド",
            "hosting": "government_cloud",
            "zone": "core",
            "provider": "aws",
            "monthly_cost": 25,
        },
    ),
    (PRIVATE, {"name": "事業者データセンター", "hosting": "private_cloud", "monthly_cost": 10}),
    (OUTSIDE, {"name": "庁外", "hosting": "external", "zone": "lgwan"}),
)


@dataclass(frozen=True, slots=True)
class City:
    """A landscape in the form of its file, and a plan in the short form that keeps its rules."""

    document: Entry
    plan: Entry


def build_city(request: Request) -> City:
    """Systems and vendors, then a plan, then links, prices and the rules around that plan."""
    cast = choose_cast(request)
    dates = set_dates(request, cast)
    agreements = Agreements(request, cast, dates)
    used = _environments_used(request, cast)
    document: Entry = {
        "schema_version": 1,
        "landscape": _head(request, dates),
        "vendors": agreements.vendors(),
        "environments": [{"id": place} | entry for place, entry in _ENVIRONMENTS if place in used],
    }
    if request.lines:
        document["lines"] = lines(request, used, dates)
    document |= {
        "hubs": _hubs(request, cast),
        "packages": agreements.packages(),
        "systems": [_system(member, agreements) for member in cast.members],
        "integrations": draw_links(request, cast),
        "bridges": draw_catalogue(request, cast),
        "law_changes": draw_law_changes(request, cast, dates, used),
        "rules": agreements.rules(),
    }
    return City(document, _plan(cast, dates))


def _head(request: Request, dates: Dates) -> Entry:
    head: Entry = {
        "id": f"city-{request.systems}-{request.links}-{request.seed}",
        "name": "見本市",
        "horizon": {"first": str(dates.horizon[0]), "last": str(dates.horizon[-1])},
    }
    if dates.plan:
        head["deadline"] = str(dates.windows[-1])
    head |= {"cost_unit": "人日", "costs": {"test_case": 2, "session": request.session_cost}}
    if dates.cutovers_per_month is not None:
        head["capacity"] = {"cutovers_per_month": dates.cutovers_per_month}
    head["tests"] = {"main_routes": request.main_routes}
    head["note"] = (
        f"架空の自治体（生成器 第{GENERATOR_VERSION}版: systems={request.systems} links={request.links} "
        f"months={request.months} windows={request.windows} vendors={request.vendors} seed={request.seed}）"
    )
    return head


def _environments_used(request: Request, cast: Cast) -> list[str]:
    """Those where a form or a hub stands, in a fixed order."""
    forms = [member.form_after(n) for member in cast.members for n in range(len(member.steps) + 1)]
    stood = {form["environment"] for form in forms} | {hub["environment"] for hub in _hubs(request, cast)}
    return [place for place, _ in _ENVIRONMENTS if place in stood]


def _hubs(request: Request, cast: Cast) -> list[Entry]:
    """Today's integration master, and the object storage of the standard."""
    main = cast.vendors[0]
    talents: Entry = {}
    if request.catalogue == "full":
        talents = {"write_back": True, "read_through": True, "converts": True}
    return [
        {"id": MASTER, "name": "連携用マスタ", "environment": MAINFRAME, "vendor": main, **talents},
        {"id": STORAGE, "name": "オブジェクトストレージ", "environment": CLOUD, "vendor": main},
    ]


def _system(member: Member, agreements: Agreements) -> Entry:
    area = member.area
    entry: Entry = {"id": member.id, "name": area.name, "scope": area.scope, "owner": area.owner}
    if area.block is not None:
        entry["block"] = area.block
    if area.businesses:
        entry["businesses"] = sorted(area.businesses)
    entry["current"] = dict(member.current)
    if (end := agreements.contract_end(member)) is not None:
        entry["contract_end"] = str(end)
    if member.steps:
        entry["moves"] = agreements.moves(member)
    return entry


def _plan(cast: Cast, dates: Dates) -> Entry:
    moves = {
        f"{member.id}.{step.id}": str(month)
        for member in cast.moving
        for step, month in zip(member.steps, dates.plan[member.id], strict=True)
    }
    return {"moves": dict(sorted(moves.items()))}
