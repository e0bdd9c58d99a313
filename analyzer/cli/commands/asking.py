"""Commands about what nobody wrote down: questions to vendors, and their answers back."""

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
    StoreOption,
    VendorOption,
)
from analyzer.cli.reading import load_landscape
from analyzer.cli.session import Session
from analyzer.messages import Text


def questions(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    vendor: VendorOption = None,
    format: Annotated[
        Literal["text", "json", "csv", "xlsx"],
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "出力の形式(csv と xlsx は記入用の表。既定: -o の拡張子、でなければ text)",
                "Form of the answer (csv, xlsx: the table to fill in; default: by the name after -o, else text)",
            ),
        ),
    ] = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ベンダごとに、まだわからないことの質問票を作ります。回答欄に記入して answers で読み戻せます。

    What nobody wrote down yet, as questions to each vendor, with a column for the answers.
    """
    from analyzer import usecases
    from analyzer.inquiry.report import questions_document, questions_report

    session: Session = ctx.obj
    loaded = load_landscape(session, landscape)
    asked = usecases.questions(loaded, vendor)
    if format == "xlsx":
        made = usecases.worksheet(loaded, "questions", vendor=vendor)
        session.answer_binary(
            usecases.worksheets_workbook([made], loaded, session.language), output, binary=True
        )
        return 0
    session.answer_report(
        questions_report(loaded, asked, vendor), format, output,
        everything=everything, document=questions_document(loaded, asked, vendor),
    )  # fmt: skip
    return 0


def answers(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help=in_both("回答を記入したブック・CSV", "Workbooks and CSV files with their answers filled in"),
        ),
    ],
    write: Annotated[
        str | None,
        typer.Option(
            "--write",
            "-w",
            metavar="FILE",
            help=in_both(
                "回答を入れたランドスケープをこのファイルに書きます(なければ違いだけを示します)。",
                "Write the landscape with the answers in it to this file; without it, only the difference is shown.",
            ),
        ),
    ] = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """記入された回答を読み戻し、ファイルがどう変わるかを示します。--write で書き出します。

    Answers read back in: what they change in the landscape, and with --write the landscape that has them.
    """
    from analyzer import usecases
    from analyzer.landscape.dumping import dump_landscape
    from analyzer.reports.versions import versions_document, versions_report

    session: Session = ctx.obj
    answered = usecases.answers(load_landscape(session, landscape), paths)
    session.say_findings(answered.findings)
    files = {} if write is None else {write: dump_landscape(answered.landscape).encode()}
    session.answer_report(
        versions_report(answered.difference), format, output,
        everything=everything, document=versions_document(answered.difference), beside=files,
    )  # fmt: skip
    session.say(Text(
        f"回答 {answered.count} 件を読みました。", f"{answered.count} answer(s) were read."
    ))  # fmt: skip
    return 1 if answered.findings else 0
