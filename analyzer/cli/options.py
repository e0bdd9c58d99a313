"""Arguments and options that commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from analyzer.cli.help import in_both

LandscapeArgument = Annotated[
    str,
    typer.Argument(
        metavar="LANDSCAPE",
        help=in_both("ランドスケープのファイル(- は標準入力、sample:asahikawa は付属のサンプル、stored:asahikawa は保存済みのもの)",
                     "The landscape file (-: standard input, sample:asahikawa: a sample that comes along,"
                     " stored:asahikawa: one that is kept)"),
    ),
]  # fmt: skip
PlanArgument = Annotated[
    str,
    typer.Argument(
        metavar="PLAN",
        help=in_both("計画のファイル: moves だけの短い形、または答えの JSON(- は標準入力、stored:asahikawa/actual は保存済みのもの)",
                     "The plan file: the short form with moves, or an answer (-: standard input,"
                     " stored:asahikawa/actual: one that is kept)"),
    ),
]  # fmt: skip
AnswerArgument = Annotated[
    str,
    typer.Argument(
        metavar="ANSWER",
        help=in_both("検算する答え: evaluate --format json の出力(- は標準入力)",
                     "The answer to check: what evaluate --format json gives (-: standard input)"),
    ),
]  # fmt: skip


def _hear_store(ctx: typer.Context, url: str | None) -> str | None:
    """The store that the run asks, wherever a source is ``stored:…``."""
    if url is not None:
        ctx.obj.store_url = url
    return url


StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", callback=_hear_store,
        help=in_both("stored:… の保存先(既定は設定の store)", "Where stored:… is kept (default: the setting store)"),
    ),
]  # fmt: skip
PlanOption = Annotated[
    str | None,
    typer.Option("--plan", "-p", metavar="PLAN", help=in_both("計画のファイル", "The plan file")),
]
MonthOption = Annotated[
    str | None,
    typer.Option("--month", "-m", metavar="YYYY-MM", help=in_both("対象の月", "The month")),
]
VendorOption = Annotated[
    str | None,
    typer.Option("--vendor", metavar="ID", help=in_both("このベンダのものだけ", "Only those of this vendor")),
]
Form = Literal["text", "json", "csv"]
TextOrJson = Literal["text", "json"]
FormatOption = Annotated[
    Form,
    typer.Option(
        "--format",
        "-f",
        help=in_both(
            "出力の形式(csv は表だけ。既定: -o の拡張子、でなければ text)",
            "Form of the answer (csv: its table; default: by the name after -o, else text)",
        ),
    ),
]
TextOrJsonOption = Annotated[
    TextOrJson,
    typer.Option(
        "--format",
        "-f",
        help=in_both(
            "出力の形式(既定: -o の拡張子、でなければ text)",
            "Form of the answer (default: by the name after -o, else text)",
        ),
    ),
]
SheetFormatOption = Annotated[
    Literal["text", "json", "csv", "xlsx"],
    typer.Option("--format", "-f",
                 help=in_both("出力の形式(csv は表だけ。既定: -o の拡張子、でなければ text)",
                              "Form of the answer (csv: its table; default: by the name after -o, else text)")),
]  # fmt: skip
WarekiOption = Annotated[
    bool,
    typer.Option("--wareki", help=in_both("年月を和暦で書きます。", "Write months in the Japanese calendar (Japanese output only).")),
]  # fmt: skip
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE",
        help=in_both("答えを書くファイル(書き終えてから置き換えます)",
                     "File for the answer (replaced only once it is written)"),
    ),
]  # fmt: skip
AllOption = Annotated[
    bool,
    typer.Option("--all", "-a", help=in_both("長い一覧もすべて表示します。", "Show long lists in full.")),
]
LimitOption = Annotated[
    float | None,
    typer.Option(
        "--time-limit", metavar="SECONDS", min=0.0,
        help=in_both("計算を打ち切る秒数。それまでに見つけた最善と下限を答えます。",
                     "Seconds after which the search stops, with the best found and a bound."),
    ),
]  # fmt: skip
SearchLimitOption = Annotated[
    float | None,
    typer.Option(
        "--time-limit", metavar="SECONDS", min=0.0,
        help=in_both("計画ごとに探索を打ち切る秒数。それまでの最善と下限を答えます(既定は 60、--work-limit があればなし)。",
                     "Seconds after which the search for a plan stops, with the best found and a bound"
                     " (default: 60; none with --work-limit)."),
    ),
]  # fmt: skip
WorkLimitOption = Annotated[
    int | None,
    typer.Option(
        "--work-limit", metavar="N", min=0,
        help=in_both("計画ごとに探索を打ち切る作業量。同じ値なら、どの計算機でも同じ答えになります。",
                     "Units of work after which the search for a plan stops: the same answer on every machine."),
    ),
]  # fmt: skip
SolverName = Literal["auto", "highs", "cp-sat", "search"]
SolverOption = Annotated[
    SolverName,
    typer.Option(
        "--solver",
        help=in_both("解き方。auto は探索と証明を組み合わせ、highs と cp-sat は整数計画だけ、"
                     "search は探索と費用の分担による下限だけを使います(search は最適性をふつう証明しません)。",
                     "Who looks for the plan: auto searches and proves side by side; highs and cp-sat are integer programming alone;"
                     " search is the search alone, with a bound by shares of the costs (mostly no proof)."),
    ),
]  # fmt: skip
LanguageOption = Annotated[
    Literal["ja", "en"] | None,
    typer.Option(
        "--lang",
        envvar="KAKEHASHI_LANG",
        show_envvar=True,
        help=in_both("言語(既定は ja)", "Language (default: ja)"),
    ),
]
_SCENARIOS_HELP = in_both(
    "シナリオのファイル(- は標準入力、sample:asahikawa は付属のサンプルのもの)",
    "The file of scenarios (-: standard input, sample:asahikawa: those of a sample that comes along)",
)
ScenariosArgument = Annotated[str, typer.Argument(metavar="SCENARIOS", help=_SCENARIOS_HELP)]
ScenariosOption = Annotated[str, typer.Option("--scenarios", metavar="FILE", help=_SCENARIOS_HELP)]
ScenarioOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario", metavar="ID",
        help=in_both("シナリオの識別子。繰り返しで複数。なければ全部",
                     "The id of a scenario; several if repeated (default: all of the file)"),
    ),
]  # fmt: skip
CombineOption = Annotated[
    bool,
    typer.Option("--combine", help=in_both("シナリオを順に重ねて、一つにします。", "Take the scenarios as one, their changes in order.")),
]  # fmt: skip
AgainOption = Annotated[
    bool,
    typer.Option("--again", help=in_both("計画を維持せず、元の計画から立て直します(シナリオは一つ)。",
                                         "Plan again, beginning with the plan, instead of keeping it (one scenario)")),
]  # fmt: skip
KeepOption = Annotated[
    int | None,
    typer.Option("--keep", metavar="N", min=0,
                 help=in_both("--again で、変えてよい移行の年月は N 件まで", "With --again: at most N months of the plan change")),
]  # fmt: skip
CurveOption = Annotated[
    bool,
    typer.Option("--curve", help=in_both("--again で、変える件数ごとに最も少ない費用を並べます。",
                                         "With --again: the least cost for each number of months that change")),
]  # fmt: skip
PictureOption = Annotated[
    str | None,
    typer.Option("--picture", metavar="FILE",
                 help=in_both("答えのほかに、図もこのファイルに描きます(.svg、.png、.pdf)。",
                              "Draw a picture into this file too (.svg, .png, .pdf)")),
]  # fmt: skip
TryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--try", metavar="MOVE=YYYY-MM",
        help=in_both("試す変更(例: kaigo.shift=2026-01)。コンマ区切りまたは繰り返しで複数",
                     "A change to try, such as kaigo.shift=2026-01; several with commas, or repeated"),
    ),
]  # fmt: skip
MoveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--move", metavar="MOVE",
        help=in_both("調べる移行(例: kaigo.shift)。コンマ区切りまたは繰り返しで複数。なければ全部",
                     "A move to ask about, such as kaigo.shift; several with commas, or repeated (default: all)"),
    ),
]  # fmt: skip
