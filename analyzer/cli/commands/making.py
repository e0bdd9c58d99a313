"""Commands that make something to look at: diagram, generate."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    MonthOption,
    OutputOption,
    PlanOption,
    StoreOption,
    VendorOption,
)
from analyzer.cli.reading import landscape_and_plan, load_landscape
from analyzer.cli.session import Session
from analyzer.messages import Text

PictureForm = Literal[
    "svg", "png", "pdf", "dot", "text", "json", "csv", "mermaid", "drawio", "graphml", "archimate"
]


def diagram(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    plan: PlanOption = None,
    month: MonthOption = None,
    view: Annotated[
        Literal["landscape", "map", "phases", "vendors", "bridges", "moves", "costs"],
        typer.Option(
            "--view", "-v", help=in_both("図の種類(docs/diagrams.md)", "Which picture (docs/diagrams.md)")
        ),
    ] = "landscape",
    group: Annotated[
        Literal["environment", "vendor", "block"],
        typer.Option("--group", "-g", help=in_both("まとめ方", "How systems are grouped")),
    ] = "environment",
    system: Annotated[
        str | None,
        typer.Option(
            "--system",
            metavar="ID",
            help=in_both("このシステムのまわりだけ", "Only what is around this system"),
        ),
    ] = None,
    depth: Annotated[
        int,
        typer.Option(
            "--depth",
            metavar="N",
            min=1,
            max=9,
            help=in_both("--system からいくつ先の連携まで", "Up to so many links away from --system"),
        ),
    ] = 1,
    vendor: VendorOption = None,
    block: Annotated[
        str | None,
        typer.Option(
            "--block", metavar="WORD", help=in_both("このブロックのものだけ", "Only those of this block")
        ),
    ] = None,
    only_mixed: Annotated[
        bool, typer.Option("--only-mixed", help=in_both("混在する連携だけ", "Only what is mixed"))
    ] = False,
    paper: Annotated[
        Literal["a4", "a3"] | None,
        typer.Option(
            "--paper",
            help=in_both(
                "用紙(既定: a4、landscape は内容の大きさ)",
                "Paper (default: a4; landscape: as large as it is)",
            ),
        ),
    ] = None,
    format: Annotated[
        PictureForm,
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "形式。text・json・csv は図の数字、mermaid から後は他のプログラム用(既定: -o の拡張子、でなければ svg)",
                "Form; text, json, csv: the picture's numbers; mermaid and later: for other programs (default: by the name after -o, else svg)",
            ),
        ),
    ] = "svg",
    output: OutputOption = None,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ランドスケープと計画の図を描きます。図の数字や、他のプログラム用の形式も出せます。

    Pictures of a landscape and a plan; their numbers as text, and forms for other programs.
    """
    from analyzer import usecases
    from analyzer.reports.pictures import figures_document, figures_report

    session: Session = ctx.obj
    planned = None
    if plan is None:
        loaded = load_landscape(session, landscape)
    else:
        loaded, planned = landscape_and_plan(session, landscape, plan)
    session.progress(Text("描いています…", "Drawing …"))
    wanted = usecases.PictureWanted(
        view,
        month,
        group,
        vendor=vendor,
        block=block,
        system=system,
        depth=depth,
        only_mixed=only_mixed,
        paper=paper,
    )
    match format:
        case "mermaid" | "drawio" | "graphml" | "archimate":
            made = usecases.exchanged(loaded, planned, wanted, session.language, format, time_limit)
            session.answer(made, output)
        case "text" | "json" | "csv":
            figures = usecases.picture(loaded, planned, wanted, session.language, time_limit).figures
            document = figures_document(loaded, figures)
            session.answer_report(figures_report(figures), format, output, document=document)
        case _:
            picture = usecases.picture(loaded, planned, wanted, session.language, time_limit)
            session.answer_binary(picture.rendered(format), output, binary=format in ("png", "pdf"))
    return 0


def generate(
    ctx: typer.Context,
    systems: Annotated[
        int, typer.Option("--systems", metavar="N", help=in_both("システムの数", "Number of systems"))
    ] = 34,
    links: Annotated[
        int, typer.Option("--links", metavar="N", help=in_both("連携の数", "Number of links"))
    ] = 600,
    months: Annotated[
        int, typer.Option("--months", metavar="N", help=in_both("期間の月数", "Months of the horizon"))
    ] = 24,
    windows: Annotated[
        int,
        typer.Option(
            "--windows",
            metavar="N",
            help=in_both("切替のできる月の数", "Months in which cutovers are allowed"),
        ),
    ] = 8,
    vendors: Annotated[
        int, typer.Option("--vendors", metavar="N", help=in_both("ベンダの数", "Number of vendors"))
    ] = 12,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            metavar="N",
            help=in_both(
                "乱数の種。同じ引数なら同じファイルになります。",
                "Seed: the same arguments give the same file",
            ),
        ),
    ] = 1,
    first: Annotated[
        str,
        typer.Option(
            "--first", metavar="YYYY-MM", help=in_both("期間の最初の月", "First month of the horizon")
        ),
    ] = "2025-04",
    capacity_factor: Annotated[
        float,
        typer.Option(
            "--capacity-factor",
            metavar="F",
            help=in_both(
                "月ごとの切替上限のゆとり(1 以上)。0 なら上限なし、移行ごとに月の範囲",
                "Slack of the cutovers per month (at least 1); 0: no capacity, each move has its own months",
            ),
        ),
    ] = 1.6,
    catalogue: Annotated[
        Literal["full", "sided"],
        typer.Option(
            "--catalogue",
            help=in_both(
                "過渡期連携の種類。sided は現行維持と標準先行だけ",
                "Kinds of bridges on offer; sided: keep_legacy and early_standard only",
            ),
        ),
    ] = "full",
    lines: Annotated[
        bool,
        typer.Option(
            "--lines",
            help=in_both("回線と、回線の要る移行も作ります。", "Declare lines, and moves that need one"),
        ),
    ] = False,
    unknown_partners: Annotated[
        int | None,
        typer.Option(
            "--unknown-partners",
            metavar="N",
            help=in_both(
                "相手不明の連携の数(既定は 200 件に 1 件)",
                "Links with an unknown partner (default: one in 200)",
            ),
        ),
    ] = None,
    session_cost: Annotated[
        int,
        typer.Option(
            "--session-cost", metavar="N", help=in_both("テスト会合一回の費用", "Cost of a test session")
        ),
    ] = 0,
    main_routes: Annotated[
        int,
        typer.Option(
            "--main-routes",
            metavar="N",
            help=in_both("ハブごとに確かめる主要なルートの数", "Main routes tested through each hub"),
        ),
    ] = 1,
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan",
            metavar="FILE",
            help=in_both(
                "規則を守る計画も、このファイルに書きます。",
                "Write a plan that keeps the rules into this file too",
            ),
        ),
    ] = None,
    output: OutputOption = None,
    lang: LanguageOption = None,
) -> int:
    """架空の自治体を作ります(試験・性能測定用)。

    A made-up city of any size (for tests and measurements).
    """
    from analyzer import usecases
    from analyzer.generator import Request

    session: Session = ctx.obj
    made = usecases.generate(
        lambda: Request(
            systems, links, months, windows, vendors, seed, first, capacity_factor or None, catalogue, lines,
            unknown_partners, session_cost, main_routes,
        )
    )  # fmt: skip
    session.answer(made.landscape, output, {} if plan is None else {plan: made.plan})
    return 0
