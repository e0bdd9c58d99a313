"""Commands that look at a landscape, with a plan or without: show, affected, status."""

from __future__ import annotations

from typing import Annotated, Literal

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
    StoreOption,
    TextOrJsonOption,
)
from analyzer.cli.reading import landscape_and_plan, load_landscape, one_of
from analyzer.cli.session import Session
from analyzer.messages import Text


def show(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    format: TextOrJsonOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """全体の数、ハブごとの連携、わからないことを一覧します。

    A landscape at a glance: counts, hubs, open questions, cycles.
    """
    from analyzer.reports.overview import overview, overview_document, overview_report

    session: Session = ctx.obj
    view = overview(load_landscape(session, landscape))
    session.answer_report(
        overview_report(view), format, output, everything=everything, document=overview_document(view)
    )
    return 0


def affected(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    system: Annotated[
        str | None,
        typer.Option("--system", metavar="ID", help=in_both("変わるシステム", "The system that changes")),
    ] = None,
    vendor: Annotated[
        str | None,
        typer.Option("--vendor", metavar="ID", help=in_both("変わるベンダ", "The vendor that changes")),
    ] = None,
    environment: Annotated[
        str | None,
        typer.Option(
            "--environment", metavar="ID", help=in_both("変わる環境", "The environment that changes")
        ),
    ] = None,
    line: Annotated[
        str | None, typer.Option("--line", metavar="ID", help=in_both("変わる回線", "The line that changes"))
    ] = None,
    hub: Annotated[
        str | None, typer.Option("--hub", metavar="ID", help=in_both("変わるハブ", "The hub that changes"))
    ] = None,
    integration: Annotated[
        str | None,
        typer.Option(
            "--integration",
            metavar="ID",
            help=in_both(
                "変わる連携(004o008、004o008/00 など)", "The integration that changes (004o008, 004o008/00 …)"
            ),
        ),
    ] = None,
    direction: Annotated[
        Literal["out", "in", "both"],
        typer.Option(
            "--direction",
            help=in_both("たどる向き(out: データの行き先)", "Direction to follow (out: where data goes)"),
        ),
    ] = "both",
    depth: Annotated[
        int, typer.Option("--depth", min=1, max=1000, help=in_both("たどる深さ", "How far to follow"))
    ] = 1,
    plan: PlanOption = None,
    month: MonthOption = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """一つの変更が及ぶ連携を、そこに至る経路とともに示します。

    The links that a change touches, each with the way to it.
    """
    from analyzer import usecases
    from analyzer.graph.affected import AffectedBy
    from analyzer.reports.affected import affected_document, affected_report

    session: Session = ctx.obj
    kind, id = one_of(
        system=system, vendor=vendor, environment=environment, line=line, hub=hub, integration=integration
    )
    planned = None
    if plan is None:
        loaded = load_landscape(session, landscape)
    else:
        loaded, planned = landscape_and_plan(session, landscape, plan)
    kept = session.store() if landscape.startswith(usecases.STORED) else None
    answer = usecases.affected_by(loaded, AffectedBy(kind, id), direction, depth, planned, month, kept)
    session.answer_report(
        affected_report(answer), format, output, everything=everything, document=affected_document(answer)
    )
    return 0


def status(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanOption = None,
    month: MonthOption = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ある月に混在する連携と、過渡期連携の持ち主・終わりを示します。

    One month: what is mixed, which bridges stand, whose they are, what ends them, what nobody knows.
    """
    from analyzer import usecases
    from analyzer.reports.status import status_document, status_report

    session: Session = ctx.obj
    if plan is None:
        answer = usecases.status(load_landscape(session, landscape), month)
    else:
        loaded, planned = landscape_and_plan(session, landscape, plan)
        session.progress(Text("計算しています…", "Computing …"))
        answer = usecases.status(loaded, month, planned, time_limit)
    session.answer_report(
        status_report(answer), format, output, everything=everything, document=status_document(answer)
    )
    return 1 if answer.evaluation is not None and answer.evaluation.violations else 0
