"""Worksheets over HTTP: the list, and each one as JSON, CSV or an Excel workbook."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from analyzer.reports.tables import render_csv
from analyzer.usecases import find_worksheet
from analyzer.worksheets.listing import sheets_document, sheets_report
from api.answers import XLSX, table_answer
from api.bodies import StrictRoute
from api.documents.plans import WorksheetDocument, WorksheetList
from api.documents.responses import reading
from api.looking import ID, MonthQuery, VendorQuery
from api.routes.about import SHEET, AtLandscape, PerhapsKeptPlan
from api.routes.questions import DEFAULT_SECONDS, TimeLimit
from api.security.roles import needs
from api.work.questions.papers import Worksheet

router = APIRouter(prefix="/api/v1", tags=["worksheets"], route_class=StrictRoute)

SheetId = Annotated[
    str, Path(alias="sheet", pattern=ID, max_length=200, description="Id of a worksheet of the list.")
]
Wareki = Annotated[bool, Query(description="Months in the Japanese calendar, in Japanese CSV and workbooks.")]


@router.get(
    "/landscapes/{landscape}/worksheets",
    operation_id="list_worksheets",
    responses=reading(WorksheetList, table=True),
    **needs("viewer"),
)
def list_worksheets(at: AtLandscape) -> Response:
    """The worksheets that there are, and which of them need a plan."""
    at.found()
    table = sheets_report().answer
    assert table is not None
    return table_answer(at.request, sheets_document, partial(render_csv, table), f"{at.landscape}-worksheets")


@router.get(
    "/landscapes/{landscape}/worksheets/{sheet}",
    operation_id="get_worksheet",
    responses=reading(WorksheetDocument, table=True, media_types=(XLSX,)),
    **needs("viewer"),
)
async def get_worksheet(
    at: PerhapsKeptPlan,
    sheet: SheetId,
    month: MonthQuery = None,
    vendor: VendorQuery = None,
    wareki: Wareki = False,
    time_limit: TimeLimit = DEFAULT_SECONDS,
) -> Response:
    """One worksheet, under a kept plan where one is named: JSON, CSV, or an Excel workbook for paper."""
    find_worksheet(sheet)
    question = Worksheet(sheet=sheet, month=month, vendor=vendor, wareki=wareki, time_limit=time_limit)
    return await at.ask(question, SHEET)
