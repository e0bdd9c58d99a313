"""Commands about the landscape file itself: validate, export, template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LandscapeArgument,
    LanguageOption,
    OutputOption,
    PlanOption,
    StoreOption,
)
from analyzer.cli.reading import landscape_and_plan, load_landscape, wrong_use
from analyzer.cli.session import Session
from analyzer.cli.writing import write_all_atomically
from analyzer.messages import Text


def validate(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ファイルを検査し、誤りをすべて、行・列と直し方とともに示します。

    Check a file: every error and warning with its place and how to mend it.
    """
    from analyzer import usecases
    from analyzer.reports.validation import validation_document, validation_report

    session: Session = ctx.obj
    result = usecases.check(landscape, session.store)
    name = usecases.file_name(landscape)
    session.answer_report(
        validation_report(result, name), format, output,
        everything=everything, document=validation_document(result, name),
    )  # fmt: skip
    return 0 if result.landscape is not None else 2


def export(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    format: Annotated[
        Literal["xlsx", "csv"] | None,
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "xlsx は一つのブック、csv は一覧ごとのファイル(既定: -o が .xlsx で終われば xlsx、でなければ csv)",
                "xlsx: one workbook, csv: a file for each list (default: xlsx if -o ends so, else csv)",
            ),
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|FOLDER",
            help=in_both(
                "xlsx のファイル、または csv を置くフォルダ", "The workbook, or the folder for CSV files"
            ),
        ),
    ] = None,
    lists: Annotated[
        list[str] | None,
        typer.Option(
            "--list",
            metavar="NAME",
            help=in_both(
                "書き出す一覧: systems、links、vendors、environments、hubs、packages(既定は systems と links)",
                "A list to write: systems, links, vendors, environments, hubs, packages (default: systems and links)",
            ),
        ),
    ] = None,
    office_form: Annotated[
        Literal["sapporo"] | None,
        typer.Option(
            "--form",
            help=in_both(
                "連携をこの様式のシートで書き出します(xlsx)。--list の一覧も加わります。",
                "Links as sheets of this form (xlsx), with the lists of --list beside them",
            ),
        ),
    ] = None,
    plan: PlanOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """システム一覧・連携一覧を CSV か Excel に書き出します。

    The lists of systems and links as CSV or Excel.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    form = (
        "xlsx"
        if office_form or plan
        else format or ("xlsx" if output is not None and output.casefold().endswith(".xlsx") else "csv")
    )
    if plan is None:
        loaded, planned = load_landscape(session, landscape), None
    else:
        loaded, planned = landscape_and_plan(session, landscape, plan)
    result = usecases.export_lists(loaded, form, session.language, lists, office_form, planned)
    session.say_findings(result.findings)
    if (
        output is not None
        and form == "csv"
        and not (len(result.files) == 1 and output.casefold().endswith(".csv"))
    ):
        folder = Path(output)
        folder.mkdir(parents=True, exist_ok=True)
        write_all_atomically({str(folder / name): data for name, data in result.files.items()})
    elif len(result.files) == 1:
        (data,) = result.files.values()
        session.answer_binary(data, output, binary=form == "xlsx")
    else:
        raise wrong_use(
            "output_needed",
            Text("一覧が複数あります。-o でフォルダを指定するか、--list で一つを選んでください。",
                 "There are several lists: give a folder with -o, or choose one with --list."),
        )  # fmt: skip
    return 0


def template(
    ctx: typer.Context,
    output: OutputOption = None,
    moves: Annotated[
        list[str] | None,
        typer.Option(
            "--move",
            metavar="ID",
            help=in_both(
                "移行の識別子、繰り返して指定(既定は lift と shift)",
                "Id of a move, once each (default: lift and shift)",
            ),
        ),
    ] = None,
    generations: Annotated[
        list[str] | None,
        typer.Option(
            "--generation",
            metavar="ID",
            help=in_both(
                "世代、古い順に繰り返して指定(既定は legacy と standard)",
                "A generation, oldest first, once each (default: legacy and standard)",
            ),
        ),
    ] = None,
    forms: Annotated[
        list[str] | None,
        typer.Option(
            "--form",
            metavar="FORM",
            help=in_both(
                "様式、繰り返して指定(sapporo、suita、oita、既定は plain: この製品の一覧)",
                "A form, once each (sapporo, suita, oita; default: plain, the lists of docs/tables.md)",
            ),
        ),
    ] = None,
    lang: LanguageOption = None,
) -> int:
    """書き込み用の Excel のひな形を作ります。

    An Excel workbook to fill in: headings, remarks, drop-downs.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    session.answer_binary(
        usecases.template(session.language, moves, generations, forms or ("plain",)), output, binary=True
    )
    return 0
