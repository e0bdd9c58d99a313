"""The command that asks the nation: bridges of today by prefecture, cutovers by vendor and month, what more teams buy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import AllOption, LanguageOption, OutputOption
from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.nation.answer import NationAnswer

Picture = Literal["svg", "png", "pdf"]
_PICTURES: dict[str, Picture] = {"svg": "svg", "png": "png", "pdf": "pdf"}


def nation(
    ctx: typer.Context,
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help=in_both(
                "公表値の三つのファイルのフォルダ(既定は設定の national)",
                "Folder of the three files of figures (default: the setting national)",
            ),
        ),
    ] = None,
    prefecture: Annotated[
        list[str] | None,
        typer.Option(
            "--prefecture",
            metavar="NAME",
            help=in_both(
                "この都道府県だけ(コンマ区切りまたは繰り返し)",
                "Only this prefecture; several with commas, or repeated",
            ),
        ),
    ] = None,
    show: Annotated[
        Literal["bridges", "load", "months", "teams"],
        typer.Option(
            "--show",
            help=in_both(
                "csv・図にするもの: 都道府県別の過渡期連携、ベンダの負荷、能力を超える月、チームを増やした場合(図は bridges と load)",
                "What csv and pictures show: bridges by prefecture, load by vendor, months over capacity, more teams (pictures: bridges, load)",
            ),
        ),
    ] = "bridges",
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="YYYY-MM",
            help=in_both("進捗の時点(既定は 2026-01)", "Month of the rates (default: 2026-01)"),
        ),
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(
            "--deadline",
            metavar="YYYY-MM",
            help=in_both("移行の期限(既定は 2026-03)", "Last month to move (default: 2026-03)"),
        ),
    ] = None,
    extended_until: Annotated[
        str | None,
        typer.Option(
            "--extended-until",
            metavar="YYYY-MM",
            help=in_both(
                "延長された期限(既定は 2031-03)", "The same where it is extended (default: 2031-03)"
            ),
        ),
    ] = None,
    unlisted: Annotated[
        Literal["law", "extended", "left-out"] | None,
        typer.Option(
            "--unlisted",
            help=in_both(
                "期限延長のファイルにない団体: もとの期限(既定)、延長、数えない",
                "Municipalities that the file of extended deadlines does not list: by the deadline (default), extended, not counted",
            ),
        ),
    ] = None,
    links: Annotated[
        str | None,
        typer.Option(
            "--links",
            metavar="FILE",
            help=in_both(
                "業務の間の連携の CSV(from,to)。なければ docs/nation.md の表",
                "CSV of links between areas (from,to); default: those of docs/nation.md",
            ),
        ),
    ] = None,
    per: Annotated[
        Literal["system", "vendor"] | None,
        typer.Option(
            "--per",
            help=in_both(
                "過渡期連携はシステムごとに一つ(既定)か、ベンダごとに一つか",
                "One bridge for each system (default), or for each vendor",
            ),
        ),
    ] = None,
    spread: Annotated[
        Literal["even", "last"] | None,
        typer.Option(
            "--spread",
            help=in_both(
                "切替の時期: 期限までに均等(既定)か、期限の月か",
                "When systems move: evenly up to their deadline (default), or in its month",
            ),
        ),
    ] = None,
    capacity: Annotated[
        int | None,
        typer.Option(
            "--capacity",
            metavar="N",
            min=1,
            help=in_both(
                "各ベンダの一か月の切替数(既定はこれまでの平均)",
                "Cutovers a month of each vendor (default: its average so far)",
            ),
        ),
    ] = None,
    capacity_of: Annotated[
        list[str] | None,
        typer.Option(
            "--capacity-of",
            metavar="VENDOR=N",
            help=in_both(
                "一つのベンダの一か月の切替数(名前または法人番号、繰り返し)",
                "The same of one vendor, by name or 法人番号; repeated",
            ),
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="YYYY-MM",
            help=in_both(
                "これまでの平均を数え始める月(既定は 2025-04)",
                "Month from which the average so far counts (default: 2025-04)",
            ),
        ),
    ] = None,
    per_team: Annotated[
        int | None,
        typer.Option(
            "--per-team",
            metavar="N",
            min=1,
            help=in_both("一チームの一か月の切替数(既定は 1)", "Cutovers a month of a team (default: 1)"),
        ),
    ] = None,
    teams: Annotated[
        int | None,
        typer.Option(
            "--teams",
            metavar="N",
            min=0,
            help=in_both(
                "何チームまで増やして比べるか(既定は 4)", "How many more teams to look at (default: 4)"
            ),
        ),
    ] = None,
    closed: Annotated[
        list[str] | None,
        typer.Option(
            "--closed",
            metavar="YYYY-MM",
            help=in_both(
                "どのベンダも切替をしない月(コンマ区切りまたは繰り返し)",
                "Month without cutovers; several with commas, or repeated",
            ),
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            metavar="N",
            help=in_both("ベンダの抽選の種(既定は 1)", "Seed of the draws of vendors (default: 1)"),
        ),
    ] = None,
    seeds: Annotated[
        int | None,
        typer.Option(
            "--seeds",
            metavar="N",
            min=1,
            help=in_both("幅を見るための抽選の回数(既定は 5)", "Number of draws for the ranges (default: 5)"),
        ),
    ] = None,
    fleet: Annotated[
        str | None,
        typer.Option(
            "--fleet",
            metavar="DIR",
            help=in_both(
                "団体ごとのランドスケープも、このフォルダに書きます。",
                "Write a landscape for each municipality into this folder too",
            ),
        ),
    ] = None,
    format: Annotated[
        Literal["text", "json", "csv", "svg", "png", "pdf"],
        typer.Option(
            "--format",
            "-f",
            help=in_both(
                "出力の形式(csv と図は --show のもの。既定: -o の拡張子、でなければ text)",
                "Form of the answer (csv and pictures: what --show says; default: by the name after -o, else text)",
            ),
        ),
    ] = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    lang: LanguageOption = None,
) -> int:
    """全国の公表値から、いまの過渡期連携、ベンダの負荷、チームを増やす効果を見積もります。

    Bridges of today, load of the vendors and what more teams buy, from the national figures.
    """  # fmt: skip
    from analyzer import usecases
    from analyzer.nation.asking import Request
    from analyzer.reports.nation import nation_report
    from analyzer.reports.nation_document import nation_document

    session: Session = ctx.obj
    picture = _PICTURES.get(format)
    if picture is not None:
        _check_picture(session, show, picture, output)
    request = Request(
        as_of, deadline, extended_until, unlisted, links, per, spread, capacity, tuple(capacity_of or ()), since,
        per_team, teams, tuple(closed or ()), seed, seeds, tuple(prefecture or ()),
    )  # fmt: skip
    session.progress(Text("計算しています…", "Computing …"))
    answer = usecases.nation(data, request)
    beside = {} if fleet is None else _fleet(answer, Path(fleet))
    if picture is not None:
        drawn = usecases.draw_nation(answer, show, session.language, picture)
        session.answer_binary(drawn, output, binary=picture != "svg", beside=beside)
    else:
        session.answer_report(
            nation_report(answer, show), format, output,
            everything=everything, document=nation_document(answer), beside=beside,
        )  # fmt: skip
    return 0


def _check_picture(session: Session, show: str, form: str, output: str | None) -> None:
    """Before the work: whether there is such a picture, who draws it, and where it goes."""
    from analyzer import usecases

    if show not in ("bridges", "load"):
        raise wrong_use(
            "no_picture",
            Text(f"--show {show} の図はありません(bridges か load)。", f"There is no picture of --show {show} (bridges or load)."),
        )  # fmt: skip
    usecases.require_pictures()
    if form != "svg":
        session.require_file(output)


def _fleet(answer: NationAnswer, folder: Path) -> dict[str, bytes]:
    """Files that are written together with the answer."""
    from analyzer import usecases

    files = usecases.national_fleet(answer)
    folder.mkdir(parents=True, exist_ok=True)
    return {str(folder / name): data for name, data in files.items()}
