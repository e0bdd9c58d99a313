"""The command that makes a landscape of lists and of the offices' own forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import AllOption, FormatOption, LanguageOption, OutputOption, StoreOption
from analyzer.cli.reading import load_landscape, wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.reports.layout import Report
    from analyzer.usecases import Imported


def import_(
    ctx: typer.Context,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…", help=in_both("一覧のファイル(.csv、.xlsx)", "Files with lists (.csv, .xlsx)")
        ),
    ],
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="LANDSCAPE",
            help=in_both(
                "重ねる元のランドスケープ。一覧にないことはこれから引き継ぎます。",
                "The landscape that keeps everything that the lists do not carry",
            ),
        ),
    ] = None,
    output: OutputOption = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help=in_both(
                "読めなかったセルと仮に作ったものの一覧(CSV)",
                "Cells not understood and what was made up, as CSV",
            ),
        ),
    ] = None,
    id: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            help=in_both("ランドスケープの識別子(--base がないとき)", "Id of the landscape (without --base)"),
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar="NAME",
            help=in_both("団体名(--base がないとき)", "Name of the landscape (without --base)"),
        ),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--first",
            metavar="YYYY-MM",
            help=in_both("期間の最初の月(--base がないとき)", "First month of the horizon (without --base)"),
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option(
            "--last",
            metavar="YYYY-MM",
            help=in_both("期間の最後の月(--base がないとき)", "Last month of the horizon (without --base)"),
        ),
    ] = None,
    generations: Annotated[
        list[str] | None,
        typer.Option(
            "--generation",
            metavar="ID",
            help=in_both(
                "世代、古い順に繰り返して指定(--base がないとき)",
                "A generation, oldest first, once each (without --base)",
            ),
        ),
    ] = None,
    forms: Annotated[
        list[str] | None,
        typer.Option(
            "--form",
            metavar="[SHEET=]FORM",
            help=in_both(
                "様式(自動で見分けられないとき): sapporo、suita、oita、own、plain",
                "The form, where it is not recognised: sapporo, suita, oita, own, plain",
            ),
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=HEADING",
            help=in_both(
                "見出しの読み替え(例: 連携元=送り側)、繰り返して指定",
                "What a heading stands for (from=SENDER), once each",
            ),
        ),
    ] = None,
    systems: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            metavar="SHEET=SYSTEM",
            help=in_both(
                "シートがどのシステムのものか、繰り返して指定",
                "The system that a sheet is about, once each",
            ),
        ),
    ] = None,
    fill: Annotated[
        bool,
        typer.Option(
            "--fill",
            help=in_both(
                "一覧にあることだけを書き加えます。空欄や、ない行は元のまま(--base とともに)",
                "Lists only add: empty cells and rows that are not there leave the base as it is",
            ),
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            "--diff",
            help=in_both(
                "ランドスケープを書かずに、読んだ結果と元との差分を示します。",
                "Write no landscape: show what was read, and what changes from the base",
            ),
        ),
    ] = False,
    missing: Annotated[
        str | None,
        typer.Option(
            "--missing",
            metavar="FILE",
            help=in_both("まだわからない項目の一覧(CSV)", "Which systems lack which fields, as CSV"),
        ),
    ] = None,
    plan_output: Annotated[
        str | None,
        typer.Option(
            "--plan-output",
            metavar="FILE",
            help=in_both(
                "一覧にある移行予定月の計画ファイル", "A plan file of the months that the lists name"
            ),
        ),
    ] = None,
    format: FormatOption = "text",
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """CSV・Excel の一覧や自治体の様式を取り込みます。

    Lists and the offices' own forms (CSV, Excel) → a landscape file.
    """
    from analyzer import usecases
    from analyzer.reports.importing import findings_by_cell, missing_table
    from analyzer.reports.tables import render_csv

    session: Session = ctx.obj
    onto = None if base is None else load_landscape(session, base)
    if fill and onto is None:
        raise wrong_use("base_needed", Text("--fill には --base が要ります。", "--fill needs --base."))
    imported = usecases.import_forms(
        paths, onto, header=usecases.header_options(id, name, first, last, generations),
        forms=usecases.form_options(forms or (), columns or (), systems or (), fill=fill),
    )  # fmt: skip
    files = {}
    if report is not None:
        files[report] = render_csv(findings_by_cell(imported.findings), session.language)
    if missing is not None:
        files[missing] = render_csv(missing_table(imported.missing), session.language)
    if plan_output is not None and imported.plan is not None:
        files[plan_output] = imported.plan.encode("utf-8")
    if dry_run:
        session.answer_report(
            _difference_first(imported), format, output, everything=everything, document=imported.document,
            beside=files,
        )  # fmt: skip
    else:
        session.say_findings(imported.findings)
        session.answer(imported.text.encode("utf-8"), output, files)
        session.say(_summary(imported))
    return 0 if imported.result.complete else 1


def _difference_first(imported: Imported) -> Report:
    from analyzer.reports.layout import Report
    from analyzer.reports.versions import versions_report

    if imported.difference is None:
        return imported.report
    difference = versions_report(imported.difference)
    return Report((*difference.sections, *imported.report.sections), difference.answer)


def _summary(imported: Imported) -> Text:
    landscape, result = imported.landscape, imported.result
    added, removed = (_counted(name for name, _ in keys) for keys in (result.added, result.removed))
    lacking = sum(len(row.fields) for row in imported.missing)
    return Text(
        f"システム {len(landscape.systems)}、連携 {len(landscape.integrations)}。追加 {added.ja}、削除 {removed.ja}。"
        f"まだわからない項目 {lacking}(--missing で一覧)",
        f"{len(landscape.systems)} system(s), {len(landscape.integrations)} link(s); added {added.en}, removed {removed.en}; "
        f"{lacking} field(s) still missing (--missing lists them)",
    )


def _counted(names: Iterable[str]) -> Text:
    """``システム 3・連携 12``, ``systems 3, links 12``."""
    from analyzer.tables.headings import LISTS

    counts = Counter(names)
    some = [schema for schema in LISTS if counts[schema.name]]
    return Text(
        "・".join(f"{schema.sheet.ja.removesuffix('一覧')} {counts[schema.name]}" for schema in some) or "0",
        ", ".join(f"{schema.name} {counts[schema.name]}" for schema in some) or "0",
    )
