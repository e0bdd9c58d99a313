"""Commands about a plan: evaluate, bridges, tests, verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from analyzer.cli.options import (
    AllOption,
    AnswerArgument,
    FormatOption,
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    MonthOption,
    OutputOption,
    PlanArgument,
    StoreOption,
    TextOrJsonOption,
    VendorOption,
)
from analyzer.cli.reading import landscape_and_plan, load_landscape, only_one_stdin
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.landscape.months import Month


def evaluate(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    format: TextOrJsonOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """計画の費用、過渡期連携、連携テスト、違反を示します。

    Cost, bridges, tests and violations of a plan.
    """
    from analyzer.reports.answer import answer_document
    from analyzer.reports.evaluation import evaluation_report

    session: Session = ctx.obj
    evaluation = _evaluated(session, landscape, plan, time_limit)
    if format == "json":
        session.answer_json(answer_document(evaluation), output)
    else:
        session.answer_report(evaluation_report(evaluation), format, output, everything=everything)
    return _code(evaluation)


def bridges(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    vendor: VendorOption = None,
    month: MonthOption = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """計画に要る過渡期連携を、期間・費用・理由とともに示します。

    The bridges that a plan needs: kind, place, months, cost, reason.
    """
    from analyzer.reports.bridges import bridges_report
    from analyzer.reports.parts import bridges_document

    session: Session = ctx.obj
    evaluation, at = _asked(session, landscape, plan, vendor, month, time_limit)
    session.answer_report(
        bridges_report(evaluation, vendor, at), format, output,
        everything=everything, document=bridges_document(evaluation, vendor, at),
    )  # fmt: skip
    return _code(evaluation)


def tests(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    vendor: VendorOption = None,
    month: MonthOption = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """計画に要る最少の連携テストを、関係者・理由とともに示します。

    The fewest integration tests of a plan: month, parties, reason.
    """
    from analyzer.reports.parts import tests_document
    from analyzer.reports.testing import tests_report

    session: Session = ctx.obj
    evaluation, at = _asked(session, landscape, plan, vendor, month, time_limit)
    session.answer_report(
        tests_report(evaluation, vendor, at), format, output,
        everything=everything, document=tests_document(evaluation, vendor, at),
    )  # fmt: skip
    return _code(evaluation)


def verify(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    answer: AnswerArgument,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """答えのすべての数字を、別のプログラムで確かめ直します。

    Re-check every figure of an answer with code that shares nothing with the solvers.
    """
    from analyzer import usecases
    from analyzer.reports.verification import verification_document, verification_report

    session: Session = ctx.obj
    only_one_stdin(landscape, answer)
    loaded = load_landscape(session, landscape)
    session.progress(Text("検算しています…", "Checking …"))
    result = usecases.verify(loaded, answer, session.store)
    name = usecases.file_name(answer)
    session.answer_report(
        verification_report(result, name), format, output,
        everything=everything, document=verification_document(result, name),
    )  # fmt: skip
    return result.exit_code


def _evaluated(session: Session, landscape: str, plan: str, time_limit: float | None) -> Evaluation:
    from analyzer import usecases

    loaded, planned = landscape_and_plan(session, landscape, plan)
    session.progress(Text("計算しています…", "Computing …"))
    return usecases.evaluate(loaded, planned, time_limit)


def _asked(
    session: Session,
    landscape: str,
    plan: str,
    vendor: str | None,
    month: str | None,
    time_limit: float | None,
) -> tuple[Evaluation, Month | None]:
    """The evaluation, for a question about a vendor and a month that there are."""
    from analyzer import usecases
    from analyzer.graph.subjects import require

    loaded, planned = landscape_and_plan(session, landscape, plan)
    if vendor is not None:
        require(loaded, "vendor", vendor)
    at = None if month is None else usecases.month_within(loaded, month)
    session.progress(Text("計算しています…", "Computing …"))
    return usecases.evaluate(loaded, planned, time_limit), at


def _code(evaluation: Evaluation) -> int:
    return 1 if evaluation.violations else 0
