"""Commands about the landscape file itself: validate, import, export, template."""

from __future__ import annotations

import typer

from analyzer.cli.options import AllOption, FormatOption, LandscapeArgument, LanguageOption, OutputOption
from analyzer.cli.session import Session


def validate(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    lang: LanguageOption = None,
) -> int:
    """ファイルを検査し、誤りと警告をすべて、行・列と直し方を添えて示します。\x1fCheck a file: every error and warning with its place and how to mend it."""
    from analyzer import usecases
    from analyzer.reports.validation import validation_document, validation_report

    session: Session = ctx.obj
    result = usecases.check(landscape)
    name = usecases.file_name(landscape)
    session.answer_report(
        validation_report(result, name), format, output,
        everything=everything, document=validation_document(result, name),
    )  # fmt: skip
    return 0 if result.landscape is not None else 2
