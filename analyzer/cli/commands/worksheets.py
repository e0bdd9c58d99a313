"""Commands about worksheets: which there are, one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    MonthOption,
    OutputOption,
    PlanOption,
    SheetFormatOption,
    StoreOption,
    VendorOption,
    WarekiOption,
)
from analyzer.cli.reading import landscape_and_plan, load_landscape
from analyzer.cli.session import Session
from analyzer.messages import Text


def worksheets(
    ctx: typer.Context,
    format: FormatOption = "text",
    output: OutputOption = None,
    lang: LanguageOption = None,
) -> int:
    """会議に持っていくワークシートの一覧です。

    The worksheets that there are, and which of them need a plan.
    """
    from analyzer.worksheets.listing import sheets_document, sheets_report

    session: Session = ctx.obj
    session.answer_report(sheets_report(), format, output, everything=True, document=sheets_document())
    return 0


def worksheet(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    sheet: Annotated[
        str,
        typer.Argument(
            metavar="SHEET",
            help=in_both(
                "ワークシートの ID(kakehashi worksheets で一覧)",
                "Id of the worksheet (kakehashi worksheets lists them)",
            ),
        ),
    ],
    plan: PlanOption = None,
    month: MonthOption = None,
    vendor: VendorOption = None,
    wareki: WarekiOption = False,
    format: SheetFormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ワークシートを一つ作ります(画面、JSON、CSV、Excel)。

    One worksheet: as text, JSON, CSV or an Excel workbook for paper.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    usecases.find_worksheet(sheet)
    if format == "xlsx":
        session.require_file(output)
    planned = None
    if plan is None:
        loaded = load_landscape(session, landscape)
    else:
        loaded, planned = landscape_and_plan(session, landscape, plan)
        session.progress(Text("計算しています…", "Computing …"))
    made = usecases.worksheet(loaded, sheet, planned, month, vendor, wareki=wareki, time_limit=time_limit)
    if format == "xlsx":
        session.answer(usecases.worksheets_workbook([made], loaded, session.language), output)
    else:
        session.answer_report(made.report, format, output, everything=everything, document=made.document)
    return 1 if made.is_broken else 0


def survey(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help=in_both("記入された意向調査票(.xlsx、.csv)", "Filled surveys of intent (.xlsx, .csv)"),
        ),
    ],
    output: OutputOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """記入された意向調査票を読み、答えと費用を書き加えたランドスケープを出します。

    Filled surveys of intent read back: the landscape with the answers and prices in its catalogue, as YAML.
    """
    from analyzer import usecases
    from analyzer.landscape.dumping import dump_landscape

    session: Session = ctx.obj
    read = usecases.survey_answers(load_landscape(session, landscape), files)
    session.answer(dump_landscape(read.landscape).encode(), output)
    session.say(Text(
        f"回答 {read.answered} 件を書き加えました(未回答 {read.unanswered} 件)。",
        f"{read.answered} answer(s) taken in; {read.unanswered} question(s) without an answer.",
    ))  # fmt: skip
    session.say_findings(read.findings)
    return 1 if read.unanswered or read.findings else 0
