"""The command that answers why: the alternatives of a plan's moves, or a change that somebody proposes."""

from __future__ import annotations

import typer

from analyzer.cli.options import (
    AllOption,
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    MoveOption,
    OutputOption,
    PlanArgument,
    StoreOption,
    TextOrJsonOption,
    TryOption,
)
from analyzer.cli.reading import landscape_and_plan, wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text


def why(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    try_: TryOption = None,
    move: MoveOption = None,
    format: TextOrJsonOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """計画の移行を前後の月に動かすと、または --try の変更で、費用の何がなぜ変わるかを示します。

    What a plan's nearest alternatives, or a change with --try, would cost more or less, and why.
    """
    session: Session = ctx.obj
    if try_ and move:
        raise wrong_use(
            "try_or_move",
            Text("--try と --move は、どちらか一方だけを指定してください。", "Give either --try or --move."),
        )
    if try_:
        return _tried(session, landscape, plan, try_, format, output, everything, time_limit)
    return _reasons(session, landscape, plan, move or [], format, output, everything, time_limit)


def _tried(
    session: Session,
    landscape: str,
    plan: str,
    changes: list[str],
    format: str,
    output: str | None,
    everything: bool,
    time_limit: float | None,
) -> int:
    """The difference that the changes make; 1 where the plan that they give breaks a rule."""
    from analyzer import usecases
    from analyzer.reports.difference import difference_document, difference_report

    loaded, planned = landscape_and_plan(session, landscape, plan)
    session.progress(Text("計算しています…", "Computing …"))
    difference = usecases.difference(loaded, planned, changes, time_limit)
    session.answer_report(
        difference_report(difference), format, output,
        everything=everything, document=difference_document(difference),
    )  # fmt: skip
    return 0 if difference.after.status == "feasible" else 1


def _reasons(
    session: Session,
    landscape: str,
    plan: str,
    moves: list[str],
    format: str,
    output: str | None,
    everything: bool,
    time_limit: float | None,
) -> int:
    """The alternatives; 1 where the plan itself breaks a rule."""
    from analyzer import usecases
    from analyzer.reports.why import reasons_document, reasons_report

    loaded, planned = landscape_and_plan(session, landscape, plan)

    def progress(done: int, count: int) -> None:
        session.progress(Text(f"調べています… {done}/{count}", f"Looking … {done}/{count}"))

    reasons = usecases.reasons(loaded, planned, moves, time_limit, progress)
    session.answer_report(
        reasons_report(reasons), format, output,
        everything=everything, document=reasons_document(reasons),
    )  # fmt: skip
    return 1 if reasons.evaluation.violations else 0
