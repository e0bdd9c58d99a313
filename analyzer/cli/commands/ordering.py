"""Commands about the order of migration: optimize, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    LandscapeArgument,
    LanguageOption,
    OutputOption,
    PictureOption,
    SearchLimitOption,
    SolverOption,
    StoreOption,
    TextOrJsonOption,
    TryOption,
    WorkLimitOption,
)
from analyzer.cli.outcome import INTERRUPTED, code_of, picture_form, say_interrupted
from analyzer.cli.progress import ProgressLine
from analyzer.cli.reading import landscape_and_plan, load_landscape
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.landscape.model import Landscape, Pattern
    from analyzer.order.comparison import Comparison
    from analyzer.plan.reading import PlanFile


def optimize(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    pattern: Annotated[
        str | None,
        typer.Option(
            "--pattern",
            metavar="ID",
            help=in_both(
                "守る順序: p1 p2 p3a p3b p4、ファイルの patterns、または resident+tax/other のような順序",
                "The pattern to keep: p1 p2 p3a p3b p4, one of the file, or groups such as resident+tax/other",
            ),
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--start",
            metavar="PLAN",
            help=in_both(
                "出発点にする計画。規則を守っていれば、それより悪い答えにはなりません。",
                "A plan to start from; where it keeps the rules, the answer is never worse.",
            ),
        ),
    ] = None,
    try_: TryOption = None,
    format: TextOrJsonOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: SearchLimitOption = None,
    work_limit: WorkLimitOption = None,
    solver: SolverOption = "auto",
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """規則をすべて守る計画のうち、費用が最も少ないものを探します。

    The plan of least cost under all rules, with a proven bound.
    """  # fmt: skip
    from analyzer import usecases
    from analyzer.reports.ordering import ordering_document, ordering_report

    session: Session = ctx.obj
    loaded, started = _landscape_and_start(session, landscape, start)
    kept = None if pattern is None else usecases.find_pattern(loaded, pattern)
    tried = usecases.changes_asked(loaded, try_) if try_ else {}
    if started is not None:
        _tell_violations(session, loaded, started, kept)
    with session.patient():
        with ProgressLine(session) as line:
            ordering = usecases.optimize(
                loaded, pattern=kept, start=started, time_limit=time_limit, work_limit=work_limit,
                solver=solver, progress=line.hear,
            )  # fmt: skip
        difference = usecases.try_beside(ordering, tried, time_limit) if tried else None
        if format == "json":
            session.answer_json(ordering_document(ordering, difference), output)
        else:
            session.answer_report(
                ordering_report(ordering, difference), format, output, everything=everything
            )
    code = code_of(session, ordering)
    return 1 if code == 0 and difference is not None and difference.after.status != "feasible" else code


def compare(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    pattern: Annotated[
        list[str] | None,
        typer.Option(
            "--pattern",
            metavar="ID",
            help=in_both(
                "比べる順序、繰り返して指定(既定は p1 p2 p3a p3b p4 とファイルの patterns)",
                "A pattern to compare, once each (default: p1 p2 p3a p3b p4 and those of the file)",
            ),
        ),
    ] = None,
    weak_orders: Annotated[
        str | None,
        typer.Option(
            "--weak-orders",
            metavar="BLOCK,BLOCK,…",
            help=in_both(
                "これらのブロックの、同時も含めたすべての順序を比べます(3 ブロックなら 13 通り)。",
                "Compare every order of these blocks, ties included (13 of three blocks)",
            ),
        ),
    ] = None,
    no_optimum: Annotated[
        bool,
        typer.Option("--no-optimum", help=in_both("最適な計画は求めません。", "Leave the optimum out")),
    ] = False,
    format: Annotated[
        Literal["text", "json", "csv", "svg", "png", "pdf"],
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "出力の形式(csv は表だけ、svg・png・pdf は図。既定: -o の拡張子、でなければ text)",
                "Form of the answer (csv: its table; svg, png, pdf: a picture; default: by the name after -o, else text)",
            ),
        ),
    ] = "text",
    picture: PictureOption = None,
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: SearchLimitOption = None,
    work_limit: WorkLimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """移行順序のパターンを、それぞれ最も安い計画にして並べて比べます。

    Patterns of the order of migration side by side, each at its least cost, with the optimum.
    """  # fmt: skip
    from analyzer import usecases

    session: Session = ctx.obj
    drawn = None if picture is None else picture_form(picture)
    if picture is not None or format in ("svg", "png", "pdf"):
        usecases.require_pictures()
    if format in ("png", "pdf"):
        session.require_file(output)  # better said before the search than after it
    loaded = load_landscape(session, landscape)
    asked = usecases.patterns_asked(loaded, pattern or (), weak_orders)
    with session.patient():
        with ProgressLine(session) as line:
            comparison = usecases.compare(
                loaded, asked, with_optimum=not no_optimum, time_limit=time_limit, work_limit=work_limit,
                announce=lambda next_: line.begin(title_of(next_)), progress=line.hear,
            )  # fmt: skip
        beside = {}
        if picture is not None and drawn is not None:
            beside[picture] = usecases.draw_comparison(comparison, session.language, drawn)
        _answer(session, comparison, format, output, beside, everything=everything)
    if comparison.interrupted:
        say_interrupted(session)
        return INTERRUPTED
    return 0 if comparison.has_plan else 1


def _landscape_and_start(
    session: Session, landscape: str, start: str | None
) -> tuple[Landscape, PlanFile | None]:
    if start is None:
        return load_landscape(session, landscape), None
    return landscape_and_plan(session, landscape, start)


def _tell_violations(session: Session, landscape: Landscape, start: PlanFile, kept: Pattern | None) -> None:
    """A start that breaks rules is named, and helps where it can."""
    from analyzer import usecases

    broken = usecases.start_violations(landscape, start, kept)
    if broken:
        session.say(Text(
            f"出発点の計画は規則に反しています({len(broken)} 件)。探索の手がかりとしてだけ使います。",
            f"The plan to start from breaks rules ({len(broken)}); it is used as a hint only.",
        ))  # fmt: skip
        session.say_findings(broken)


def title_of(pattern: Pattern | None) -> Text:
    """What is looked for: a pattern's plan, or the optimum (None)."""
    from analyzer.order.patterns import pattern_named

    return Text("最適な計画", "optimum") if pattern is None else pattern_named(pattern)


def _answer(
    session: Session,
    comparison: Comparison,
    form: Literal["text", "json", "csv", "svg", "png", "pdf"],
    output: str | None,
    beside: dict[str, bytes],
    *,
    everything: bool,
) -> None:
    from analyzer import usecases
    from analyzer.reports.comparison import comparison_document, comparison_report

    if form in ("svg", "png", "pdf"):
        data = usecases.draw_comparison(comparison, session.language, form)
        session.answer_binary(data, output, binary=form != "svg", beside=beside)
    elif form == "json":
        session.answer_json(comparison_document(comparison), output, beside)
    else:
        report = comparison_report(comparison)
        session.answer_report(report, form, output, everything=everything, beside=beside)
