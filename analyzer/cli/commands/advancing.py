"""The command that goes on to a new month."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    PlanArgument,
    StoreOption,
    TextOrJsonOption,
)
from analyzer.cli.reading import landscape_and_plan, wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text


def advance(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    to: Annotated[
        str,
        typer.Option("--to", metavar="YYYY-MM", help=in_both("新しい最初の月", "The month to go on to")),
    ],
    done: Annotated[
        list[str] | None,
        typer.Option(
            "--done",
            metavar="MOVE[=YYYY-MM]",
            help=in_both(
                "済んだ移行と月(例: jumin.shift=2026-11、月がなければ予定の月)。コンマ区切りまたは繰り返しで複数",
                "A move that was done and its month, such as jumin.shift=2026-11 (without a month: the planned one);"
                " several with commas, or repeated",
            ),
        ),
    ] = None,
    as_planned: Annotated[
        bool,
        typer.Option(
            "--as-planned",
            help=in_both(
                "新しい月より前に予定された移行は、--late のものを除いて予定どおり済んでいます。",
                "Every move planned before the new month was done as planned, but those after --late.",
            ),
        ),
    ] = False,
    late: Annotated[
        list[str] | None,
        typer.Option(
            "--late",
            metavar="MOVE",
            help=in_both(
                "--as-planned のうち、済んでいない移行", "With --as-planned: a move that is not done"
            ),
        ),
    ] = None,
    format: TextOrJsonOption = "text",
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=in_both(
                "新しい月のランドスケープを書くファイル(YAML)",
                "File for the landscape as of the new month (YAML)",
            ),
        ),
    ] = None,
    plan_output: Annotated[
        str | None,
        typer.Option(
            "--plan",
            metavar="FILE",
            help=in_both("残りの移行の計画を書くファイル(YAML)", "File for the plan of what is ahead (YAML)"),
        ),
    ] = None,
    record: Annotated[
        str | None,
        typer.Option(
            "--record",
            metavar="FILE",
            help=in_both(
                "予定と実績を書き足す記録ファイル(なければ作ります)",
                "Record of planned and actual to add to (made where there is none)",
            ),
        ),
    ] = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """済んだ移行から次の月のランドスケープと残りの計画を作り、予定と実績を示します。

    The landscape as of a later month, from what was done; planned against actual, and the plan for the rest.
    """  # fmt: skip
    from analyzer import usecases
    from analyzer.reports.advance import advance_document, advance_report

    session: Session = ctx.obj
    files = [file for file in (output, plan_output, record) if file is not None]
    if "-" in files or len(set(files)) < len(files):
        raise wrong_use(
            "files_apart",
            Text("-o、--plan、--record には、それぞれ別のファイルを指定してください(標準出力には予定と実績を出します)。",
                 "Give -o, --plan and --record a file each; standard output holds planned against actual."),
        )  # fmt: skip
    if late and not as_planned:
        raise wrong_use(
            "late_alone",
            Text("--late は --as-planned と一緒に使います(--done に書かない移行は済んでいないものとします)。",
                 "--late goes with --as-planned (what --done does not name counts as not done)."),
        )  # fmt: skip
    loaded, planned = landscape_and_plan(session, landscape, plan)
    session.progress(Text("計算しています…", "Computing …"))
    made = usecases.advance(
        loaded, planned, to, done or (), as_planned=as_planned, late=late or (), record=record, time_limit=time_limit
    )  # fmt: skip
    written = {output: made.landscape, plan_output: made.plan, record: made.record}
    session.answer_report(
        advance_report(made.advanced), format, None,
        everything=everything, document=advance_document(made.advanced),
        beside={file: data for file, data in written.items() if file is not None and data is not None},
    )  # fmt: skip
    return 0
