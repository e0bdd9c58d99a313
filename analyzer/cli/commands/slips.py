"""Commands about slips: what late vendors make of a plan, and which plan bears it best."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from analyzer.cli.commands.ordering import title_of
from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LandscapeArgument,
    LanguageOption,
    OutputOption,
    PlanArgument,
    SearchLimitOption,
    StoreOption,
    WorkLimitOption,
)
from analyzer.cli.outcome import INTERRUPTED, say_interrupted
from analyzer.cli.progress import ProgressLine
from analyzer.cli.reading import landscape_and_plan, load_landscape, only_one_stdin
from analyzer.cli.session import Session
from analyzer.messages import Text

MAX_SAMPLES = 100_000

SamplesOption = Annotated[
    int,
    typer.Option(
        "--samples", metavar="N", min=1, max=MAX_SAMPLES,
        help=in_both("標本の数", "How many samples are drawn"),
    ),
]  # fmt: skip
SeedOption = Annotated[
    int,
    typer.Option(
        "--seed", metavar="N", min=0, max=2**63 - 1,
        help=in_both(
            "乱数の種。同じ種なら、どの計算機でも同じ答えになります。",
            "Seed of the draws: the same seed, the same answer on every machine.",
        ),
    ),
]  # fmt: skip


def slip(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanArgument,
    samples: SamplesOption = 10_000,
    seed: SeedOption = 1,
    exact: Annotated[
        int,
        typer.Option(
            "--exact",
            metavar="N",
            min=0,
            max=MAX_SAMPLES,
            help=in_both(
                "厳密に解き直す標本の数(初めの N 件)。運び方を選び直すとどれだけ減るかを示します。",
                "How many samples (the first N) are solved exactly, to show what choosing the ways anew would save.",
            ),
        ),
    ] = 50,
    format: Annotated[
        Literal["text", "json", "svg", "png", "pdf"],
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "出力の形式(svg・png・pdf は図。既定: -o の拡張子、でなければ text)",
                "Form of the answer (svg, png, pdf: a picture; default: by the name after -o, else text)",
            ),
        ),
    ] = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            metavar="SECONDS",
            min=0.0,
            help=in_both(
                "計画の費用を求め、標本を厳密に解く秒数(既定では、標本に 60 秒)",
                "Seconds for the cost of the plan and for the samples solved exactly (default: 60 for the samples)",
            ),
        ),
    ] = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """移行が遅れたら計画がどうなるかを、ベンダの遅れの分布(vendors[].slip)から確率で示します。

    What slips make of a plan: end date, cost, deadlines, bridges, and who drives it.
    """  # fmt: skip
    from analyzer import usecases
    from analyzer.reports.slips import slips_report
    from analyzer.reports.slips_document import slips_document

    session: Session = ctx.obj
    if format in ("svg", "png", "pdf"):
        usecases.require_pictures()
    if format in ("png", "pdf"):
        session.require_file(output)
    loaded, planned = landscape_and_plan(session, landscape, plan)
    session.progress(Text("計算しています…", "Computing …"))
    slipping = usecases.slip(loaded, planned, samples=samples, seed=seed, exact=exact, time_limit=time_limit)
    if format in ("svg", "png", "pdf"):
        data = usecases.draw_slips(slipping, session.language, format)
        session.answer_binary(data, output, binary=format != "svg")
    elif format == "json":
        session.answer_json(slips_document(slipping), output)
    else:
        session.answer_report(slips_report(slipping), format, output, everything=everything)
    return 0 if slipping.evaluation.status == "feasible" else 1


def robust(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLAN]…",
            show_default=False,
            help=in_both("比べる計画のファイル", "Plan files to compare"),
        ),
    ] = None,
    pattern: Annotated[
        list[str] | None,
        typer.Option(
            "--pattern",
            metavar="ID",
            help=in_both(
                "比べる順序、繰り返して指定", "A pattern to compare, at its least cost; repeated for several"
            ),
        ),
    ] = None,
    optimum: Annotated[
        bool, typer.Option("--optimum", help=in_both("最適な計画も比べます。", "Compare the optimum too"))
    ] = False,
    samples: SamplesOption = 10_000,
    seed: SeedOption = 1,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: SearchLimitOption = None,
    work_limit: WorkLimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """計画・順序・最適な計画を、同じ遅れの下で比べます(何も指定しなければ、すべての順序と最適な計画)。

    Plans, patterns and the optimum under the same slips (all patterns and the optimum if none is named).
    """  # fmt: skip
    from analyzer import usecases
    from analyzer.reports.robust import robust_document, robust_report

    session: Session = ctx.obj
    only_one_stdin(landscape, *(plans or ()))
    loaded = load_landscape(session, landscape)
    unnamed = not (plans or pattern or optimum)
    read = usecases.load_plans(plans or (), session.store)
    asked = usecases.patterns_asked(loaded, pattern or ()) if pattern or unnamed else ()
    with session.patient(), ProgressLine(session) as line:
        candidates, interrupted = usecases.robust_candidates(
            loaded, read, asked, with_optimum=optimum or unnamed, time_limit=time_limit, work_limit=work_limit,
            announce=lambda next_: line.begin(title_of(next_)), progress=line.hear,
        )  # fmt: skip
    robustness = usecases.robust(loaded, candidates, samples, seed)
    session.answer_report(
        robust_report(robustness), format, output,
        everything=everything, document=robust_document(robustness),
    )  # fmt: skip
    if interrupted:
        say_interrupted(session)
        return INTERRUPTED
    return 0 if robustness.plans else 1
