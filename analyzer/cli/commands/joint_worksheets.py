"""The command about worksheets of several municipalities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    LanguageOption,
    LimitOption,
    OutputOption,
    SheetFormatOption,
    StoreOption,
    VendorOption,
    WarekiOption,
)
from analyzer.cli.reading import landscape_and_plan, load_landscape, only_one_stdin, wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.landscape.model import Landscape
    from analyzer.plan.reading import PlanFile


def joint_worksheet(
    ctx: typer.Context,
    sheet: Annotated[
        str,
        typer.Argument(
            metavar="SHEET",
            help=in_both(
                "ワークシートの ID: shared(共同利用のシステムの比較)、agenda(ベンダ別の議題)",
                "Id of the worksheet: shared (shared systems side by side), agenda (by vendor)",
            ),
        ),
    ],
    landscapes: Annotated[
        list[str],
        typer.Argument(
            metavar="LANDSCAPE…",
            help=in_both(
                "団体ごとのランドスケープのファイル(stored:… も)",
                "The landscape file of each municipality (stored:… too)",
            ),
        ),
    ],
    plan: Annotated[
        list[str] | None,
        typer.Option(
            "--plan",
            "-p",
            metavar="PLAN",
            help=in_both(
                "団体の計画のファイル。団体と同じ順に、同じ数だけ",
                "The plan file of a municipality; as many as there are of these, in their order",
            ),
        ),
    ] = None,
    vendor: VendorOption = None,
    wareki: WarekiOption = False,
    format: SheetFormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """複数の団体を通したワークシートを一つ作ります(画面、JSON、CSV、Excel)。

    One worksheet of several municipalities: as text, JSON, CSV or an Excel workbook.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    usecases.find_joint_worksheet(sheet)
    if format == "xlsx":
        session.require_file(output)
    plans = plan or []
    if plans and len(plans) != len(landscapes):
        raise wrong_use(
            "plans_do_not_match",
            Text(f"団体は {len(landscapes)}、計画は {len(plans)} です。計画は、書かないか、団体と同じ順で同じ数だけ指定してください。",
                 f"{len(landscapes)} municipalities, but {len(plans)} plan(s): give none, or one for each in the same order."),
        )  # fmt: skip
    only_one_stdin(*landscapes, *plans)

    def read(pair: tuple[str, str | None]) -> tuple[Landscape, PlanFile | None]:
        source, of = pair
        return (
            (load_landscape(session, source), None) if of is None else landscape_and_plan(session, source, of)
        )

    of_each: list[str | None] = [*plans] if plans else [None] * len(landscapes)
    planned = usecases.each(read, list(zip(landscapes, of_each, strict=True)))
    if plans:
        session.progress(Text("計算しています…", "Computing …"))
    made = usecases.joint_worksheet(planned, sheet, vendor, wareki=wareki, time_limit=time_limit)
    if format == "xlsx":
        session.answer(usecases.joint_workbook(made, session.language), output)
    else:
        session.answer_report(made.report, format, output, everything=everything, document=made.document)
    return 1 if made.is_broken else 0
