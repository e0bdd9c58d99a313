"""The pack of a vendor, or of the secretariat: everything for a meeting in one folder or archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    LanguageOption,
    LimitOption,
    StoreOption,
)
from analyzer.cli.reading import landscape_and_plan, one_of, wrong_use
from analyzer.cli.session import Session
from analyzer.cli.writing import write_all_atomically
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.packs.archive import PackFile

Part = Literal["workbook", "page", "calendar", "redmine", "jira"]


def pack(
    ctx: typer.Context,
    landscape: Annotated[
        str,
        typer.Argument(
            metavar="LANDSCAPE",
            help=in_both(
                "ランドスケープのファイル、または一覧のブック(.xlsx、.csv。ほかの一覧は --with)",
                "The landscape file, or a workbook of lists (.xlsx, .csv; further ones: --with)",
            ),
        ),
    ],
    plan: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLAN]",
            help=in_both(
                "計画のファイル(一覧から作るとき、なければ一覧にある移行予定の年月)",
                "The plan file; of lists, without one, the months that they name",
            ),
        ),
    ] = None,
    *,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER|ZIP|FILE",
            help=in_both(
                "書き先のフォルダ(.zip で終われば一つのファイル)。--part のときはそのファイル",
                "The folder, or the archive where it ends in .zip; with --part the file",
            ),
        ),
    ],
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            metavar="FILE",
            help=in_both(
                "一覧のブックをもう一つ(システム一覧など)。繰り返しで複数",
                "Another workbook of lists (of systems, say); several if repeated",
            ),
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="NAME", help=in_both("団体名(一覧から)", "Name of the landscape (of lists)")
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--first",
            metavar="YYYY-MM",
            help=in_both("期間の最初の月(一覧から)", "First month of the horizon (of lists)"),
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option(
            "--last",
            metavar="YYYY-MM",
            help=in_both("期間の最後の月(一覧から)", "Last month of the horizon (of lists)"),
        ),
    ] = None,
    vendor: Annotated[
        str | None,
        typer.Option(
            "--vendor", metavar="ID", help=in_both("このベンダに渡すもの", "The pack of this vendor")
        ),
    ] = None,
    secretariat: Annotated[
        bool,
        typer.Option(
            "--secretariat",
            help=in_both(
                "事務局のもの: 全体と、全ベンダの分(既定)",
                "The secretariat's: everything, and every vendor's pack (default)",
            ),
        ),
    ] = False,
    part: Annotated[
        Part | None,
        typer.Option("--part", help=in_both("このファイルだけ", "This file of it only")),
    ] = None,
    answer_by: Annotated[
        str | None,
        typer.Option(
            "--answer-by",
            metavar="YYYY-MM-DD",
            help=in_both(
                "質問の回答期限(なければファイルの attributes の「回答期限」)",
                "The day by which to answer (default: the attribute 回答期限 of the file)",
            ),
        ),
    ] = None,
    pictures: Annotated[
        bool,
        typer.Option("--pictures/--no-pictures", help=in_both("図を入れるか", "Whether pictures are in it")),
    ] = True,
    wareki: Annotated[
        bool,
        typer.Option(
            "--wareki",
            help=in_both(
                "年月日を和暦で書きます(予定表とチケットは西暦のまま)。",
                "Write dates in the Japanese calendar (Japanese output only; calendars and issues keep theirs).",
            ),
        ),
    ] = False,
    time_limit: LimitOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ベンダに渡す資料、または事務局の会議資料を一式作ります(Excel、図、予定表、HTML、Redmine・Jira 用 CSV)。

    Everything for a meeting: workbook, pictures, calendar, one page, issues; for a vendor, or for the secretariat over all.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    if vendor is not None and secretariat:
        one_of(vendor=vendor, secretariat="yes")
    beside: tuple[PackFile, ...] = ()
    complete = True
    if lists or landscape.casefold().endswith((".xlsx", ".csv")):
        made = usecases.from_lists(
            [Path(landscape), *(lists or ())], plan, session.language, session.store,
            usecases.header_options(name=name, first=first, last=last),
        )  # fmt: skip
        session.say_findings(made.imported.findings)
        loaded, planned, beside = made.imported.landscape, made.plan, made.beside
        complete = made.imported.result.complete
    else:
        if plan is None:
            raise wrong_use("plan_needed", Text("計画を指定してください。", "Give a plan."))
        loaded, planned = landscape_and_plan(session, landscape, plan)
    session.progress(Text("まとめています…", "Packing …"))
    packed = usecases.pack(
        loaded,
        planned,
        vendor,
        session.language,
        answer_by=answer_by,
        pictures=pictures,
        wareki=wareki,
        part=part,
        beside=beside,
        time_limit=time_limit,
    )
    session.say_findings((*packed.findings, *packed.evaluation.violations))
    if part is not None:
        session.answer(packed.files[0].data, output)
    elif output.casefold().endswith(".zip"):
        write_all_atomically({output: usecases.zipped(packed.files)})
    else:
        folder = Path(output)
        for file in packed.files:
            (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
        write_all_atomically({str(folder / file.name): file.data for file in packed.files})
    session.say(
        Text(
            f"{output} に {len(packed.files)} 個のファイルを書きました。",
            f"{len(packed.files)} file(s) are in {output}.",
        )
        if part is None
        else Text(f"{output} に書きました。", f"Written to {output}.")
    )
    return 1 if packed.evaluation.violations or not complete else 0
