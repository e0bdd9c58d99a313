"""Commands about scenarios: what becomes of a plan, and the landscape that a scenario makes."""

from __future__ import annotations

import typer

from analyzer.cli.options import (
    AgainOption,
    AllOption,
    CombineOption,
    CurveOption,
    FormatOption,
    KeepOption,
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    OutputOption,
    PictureOption,
    PlanArgument,
    ScenarioOption,
    ScenariosArgument,
    ScenariosOption,
    SolverOption,
    StoreOption,
    WorkLimitOption,
)
from analyzer.cli.reading import landscape_and_scenarios, landscape_plan_and_scenarios
from analyzer.cli.session import Session
from analyzer.messages import Text


def whatif(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    scenarios: ScenariosOption,
    scenario: ScenarioOption = None,
    combine: CombineOption = False,
    again: AgainOption = False,
    keep: KeepOption = None,
    curve: CurveOption = False,
    picture: PictureOption = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    work_limit: WorkLimitOption = None,
    solver: SolverOption = "auto",
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """シナリオのもとで計画を維持すると何が破られ、どの過渡期連携とテストが変わり、費用がいくら変わるかを示し、または計画を立て直します。

    What becomes of a plan that is kept under scenarios: rules broken, bridges, tests, cost; or what the best plan is now.
    """
    from analyzer import usecases
    from analyzer.cli.replanning import Asked, plan_again
    from analyzer.reports.keeping import kept_report
    from analyzer.reports.kept_document import kept_document

    session: Session = ctx.obj
    loaded, planned, asked = landscape_plan_and_scenarios(session, landscape, plan, scenarios, scenario or [])
    if combine:
        asked = (usecases.combine(asked),)
    wanted = Asked(again, keep, curve, picture)
    wanted.check(len(asked))
    if again:
        return plan_again(
            session, loaded, planned, asked[0], wanted,
            format=format, output=output, everything=everything,
            time_limit=time_limit, work_limit=work_limit, solver=solver,
        )  # fmt: skip

    def progress(done: int, count: int) -> None:
        session.progress(Text(f"計算しています… {done}/{count}", f"Computing … {done}/{count}"))

    kept = usecases.keep(loaded, planned, asked, time_limit, progress)
    document = kept_document(kept) if format == "json" else None
    session.answer_report(kept_report(kept), format, output, everything=everything, document=document)
    return 1 if any(one.after.violations for one in kept) else 0


def changed(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    scenarios: ScenariosArgument,
    scenario: ScenarioOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """シナリオで変わったランドスケープを YAML で出します。遅れは移行の earliest になります。

    The landscape under a scenario, as YAML; delays become the earliest months of moves.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    loaded, asked = landscape_and_scenarios(session, landscape, scenarios, scenario or [])
    session.answer(usecases.changed_landscape(loaded, asked).encode(), output)
    return 0
