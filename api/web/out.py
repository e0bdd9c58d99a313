"""Out: every worksheet on screen with its downloads, and the picture of a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.messages import Text
from analyzer.usecases import find_worksheet, worksheets
from api.answers import CSV, HTML, ICS, JSON, XLSX, ZIP
from api.looking import ID
from api.problems import ProblemError
from api.routes.questions import DEFAULT_SECONDS
from api.security.roles import needs
from api.web.rendering import address
from api.web.routing import PageRoute
from api.web.views import Looked, Looking
from api.work.questions.base import Form
from api.work.questions.papers import Pack, Worksheet

router = APIRouter(route_class=PageRoute)

SheetId = Annotated[str, Path(alias="sheet", pattern=ID, max_length=200)]
VendorAsked = Annotated[str, Query(alias="vendor", pattern=rf"^$|{ID}", max_length=200)]
Wareki = Annotated[bool, Query()]
Download = Literal["csv", "xlsx", "json"]
Part = Literal["workbook", "page", "calendar", "redmine", "jira"]
PACK_FORMS: Mapping[str, Form] = {
    "": "zip", "workbook": "xlsx", "page": "html", "calendar": "ics", "redmine": "csv", "jira": "csv",
}  # fmt: skip
"""Part of a pack (empty: all of it) → its form."""
FORM_TYPES: Mapping[str, str] = {
    "csv": CSV, "xlsx": XLSX, "json": JSON, "zip": ZIP, "html": HTML, "ics": ICS,
}  # fmt: skip


@router.get("/landscapes/{landscape}/out", include_in_schema=False, **needs("viewer"))
async def out(looking: Looked, vendor: VendorAsked = "", wareki: Wareki = False) -> Response:
    """All that there is to take along: what needs a plan says so where none is named."""
    context = {"sheets": worksheets(), **await _choices(looking, vendor, wareki)}
    return looking.page("out", "out.html", twin=looking.twin("worksheets"), **context)


@router.get("/landscapes/{landscape}/out/{sheet}", include_in_schema=False, **needs("viewer"))
async def worksheet(
    looking: Looked, sheet: SheetId, vendor: VendorAsked = "", wareki: Wareki = False
) -> Response:
    """A worksheet on screen, and on paper."""
    found = find_worksheet(sheet)
    shown = await looking.soon(_question(looking, sheet, vendor, wareki), f"out/{sheet}/part")
    context = {"sheet": found, "shown": shown, **await _choices(looking, vendor, wareki)}
    twin = looking.twin(
        "worksheets", sheet, plan=looking.plan and looking.plan.id, month=looking.month, vendor=vendor or None
    )
    return looking.page("out", "worksheet.html", twin=twin, **context)


@router.get("/landscapes/{landscape}/out/{sheet}/part", include_in_schema=False, **needs("viewer"))
async def part(looking: Looked, sheet: SheetId, vendor: VendorAsked = "", wareki: Wareki = False) -> Response:
    """What the worksheet says, as soon as it is made."""
    find_worksheet(sheet)
    return await looking.part(_question(looking, sheet, vendor, wareki))


@router.get("/landscapes/{landscape}/out/{sheet}/{form}", include_in_schema=False, **needs("viewer"))
async def download(
    looking: Looked, sheet: SheetId, form: Download, vendor: VendorAsked = "", wareki: Wareki = False
) -> Response:
    """The same as a file, in the language of the page."""
    find_worksheet(sheet)
    body = await looking.ask(_question(looking, sheet, vendor, wareki), form)
    name = f"{looking.version.landscape}-{sheet}{f'-{vendor}' if vendor else ''}.{form}"
    return _file(body, name, FORM_TYPES[form])


@router.get("/landscapes/{landscape}/pack", include_in_schema=False, **needs("viewer"))
async def pack(looking: Looked, vendor: VendorAsked = "", wareki: Wareki = False) -> Response:
    """Everything for a meeting as one archive: of a vendor, or of the secretariat."""
    return await _pack(looking, "", vendor, wareki)


@router.get("/landscapes/{landscape}/pack/{part}", include_in_schema=False, **needs("viewer"))
async def pack_part(
    looking: Looked, part: Part, vendor: VendorAsked = "", wareki: Wareki = False
) -> Response:
    """One file of it."""
    return await _pack(looking, part, vendor, wareki)


async def _pack(looking: Looking, part: str, vendor: str, wareki: bool) -> Response:
    if looking.plan is None:
        raise ProblemError(422, "plan_needed", Text(
            "資料一式には計画が要ります。出力の画面で計画を選んでください。",
            "A pack needs a plan: choose one in the view Out.",
        ))  # fmt: skip
    question = Pack(part=part, vendor=vendor or None, wareki=wareki, time_limit=DEFAULT_SECONDS)
    form = PACK_FORMS[part]
    body = await looking.ask(question, form)
    name = "-".join(filter(None, (looking.version.landscape, part or "pack", vendor)))
    return _file(body, f"{name}.{form}", FORM_TYPES[form])


def _file(body: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-cache"}
    return Response(body, 200, headers, media_type)


def _question(looking: Looking, sheet: str, vendor: str, wareki: bool) -> Worksheet:
    return Worksheet(
        sheet=sheet,
        month=looking.month,
        vendor=vendor or None,
        wareki=wareki,
        time_limit=DEFAULT_SECONDS,
    )


async def _choices(looking: Looking, vendor: str, wareki: bool) -> dict[str, object]:
    landscape = await run_in_threadpool(looking.landscape)
    asked = {"vendor": vendor or None, "wareki": "true" if wareki else None}
    picture = address("", "api", "v1", "landscapes", landscape.id, *_plan(looking), "diagram")
    return {
        "vendors": tuple(landscape.vendors.values()),
        "asked": asked,
        "kept": {**looking.kept, **asked},
        "picture": picture,
        "picture_query": {"month": looking.month, "version": looking.named},
    }


def _plan(looking: Looking) -> tuple[str, ...]:
    return () if looking.plan is None else ("plans", looking.plan.id)
