"""The command that puts two answers side by side: as a report, as data, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    LandscapeArgument,
    LanguageOption,
    LimitOption,
    MonthOption,
    OutputOption,
    StoreOption,
)
from analyzer.cli.reading import all_or_errors, load_landscape, only_one_stdin, wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.landscape.model import Landscape
    from analyzer.plan.reading import PlanFile

DifferenceForm = Literal["text", "json", "csv", "svg", "png", "pdf", "dot"]
_PICTURES = ("svg", "png", "pdf", "dot")
_ANSWER = in_both(
    "計画のファイル。答えの JSON はそこに書かれたとおりに読み、短い形は計算します(- は標準入力、stored:… は保存済みのもの)",
    "A plan file: of an answer what it says counts, a short plan is evaluated (-: standard input, stored:…: one that is kept)",
)


def diff(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    before: Annotated[str, typer.Argument(metavar="BEFORE", help=_ANSWER)],
    after: Annotated[str, typer.Argument(metavar="AFTER", help=_ANSWER)],
    after_landscape: Annotated[
        str | None,
        typer.Option(
            "--after-landscape",
            metavar="LANDSCAPE",
            help=in_both(
                "AFTER のランドスケープ(既定は LANDSCAPE)", "The landscape of AFTER (default: LANDSCAPE)"
            ),
        ),
    ] = None,
    month: MonthOption = None,
    side: Annotated[
        Literal["difference", "before", "after"],
        typer.Option(
            "--side",
            help=in_both(
                "図に描くもの: 違い、または同じ配置のまま前か後だけ",
                "What the picture shows: the difference, or one side in the same places",
            ),
        ),
    ] = "difference",
    format: Annotated[
        DifferenceForm,
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "出力の形式(既定: -o の拡張子、でなければ text)",
                "Form of the answer (default: by the name after -o, else text)",
            ),
        ),
    ] = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """二つの答えの違いを示します: 移行、過渡期連携、テスト、運び方、費用、違反。図では配置を変えずに印を付けます。

    What differs between two answers: moves, bridges, tests, ways, cost, violations; as a picture, with every position kept.
    """
    from analyzer import usecases
    from analyzer.reports.answer_difference import answer_difference_report
    from analyzer.reports.answer_difference_document import answer_difference_document

    session: Session = ctx.obj
    if format not in _PICTURES and (month is not None or side != "difference"):
        raise wrong_use(
            "for_pictures_only",
            Text("--month と --side は図(svg、png、pdf、dot)だけに使えます。",
                 "--month and --side are for pictures only (svg, png, pdf, dot)."),
        )  # fmt: skip
    if format in ("png", "pdf"):
        session.require_file(output)
    one, other = _both(session, landscape, before, after, after_landscape)
    session.progress(Text("計算しています…", "Computing …"))
    difference = usecases.answer_difference(one, other, time_limit)
    files = usecases.file_name(before), usecases.file_name(after)
    for file, answer in zip(files, (difference.before, difference.after), strict=True):
        if not answer.known:
            session.say(Text(
                f"警告: {file} は別の内容のランドスケープで作られた答えです。両方の答えに書かれていることだけを比べます(AFTER のランドスケープは --after-landscape で指定できます)。",
                f"warning: {file} was made for another landscape; only what the answers list is compared (--after-landscape names that of AFTER).",
            ))  # fmt: skip
    if format == "text" or format == "json" or format == "csv":  # noqa: PLR1714 - so mypy knows what is left
        session.answer_report(
            answer_difference_report(difference, files), format, output,
            everything=everything, document=answer_difference_document(difference),
        )  # fmt: skip
    else:
        picture = usecases.draw_difference(difference, month, side, session.language, format)
        session.answer_binary(picture, output, binary=format in ("png", "pdf"))
    return 0


def _both(
    session: Session, landscape: str, before: str, after: str, after_landscape: str | None
) -> tuple[tuple[Landscape, PlanFile], tuple[Landscape, PlanFile]]:
    """Each answer with its landscape; what is wrong with any of the files is said at once."""
    from analyzer import usecases

    only_one_stdin(landscape, before, after, after_landscape)
    (one, planned), (other, planned_after) = all_or_errors(
        lambda: all_or_errors(
            lambda: load_landscape(session, landscape), lambda: usecases.load_plan(before, session.store)
        ),
        lambda: all_or_errors(
            lambda: None if after_landscape is None else load_landscape(session, after_landscape),
            lambda: usecases.load_plan(after, session.store),
        ),
    )
    return (one, planned), (one if other is None else other, planned_after)
