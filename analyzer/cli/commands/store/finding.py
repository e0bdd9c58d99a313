"""Looking over everything that is kept: a search, and who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from analyzer.cli.commands.store.common import app, paged
from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LanguageOption,
    OutputOption,
    StoreOption,
)
from analyzer.cli.session import Session

if TYPE_CHECKING:
    from analyzer.stores.port import SearchKind


@app.command("search")
def search(
    ctx: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help=in_both("識別子の先頭、または名前の一部", "The beginning of an id, or part of a name"),
        ),
    ],
    kind: Annotated[
        Literal["system", "vendor", "environment", "hub", "package", "integration"] | None,
        typer.Option("--kind", help=in_both("この種類だけ", "Only of this kind")),
    ] = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """保存済みのすべてのランドスケープ(現在の版)から探します。

    Search the current versions of all landscapes that are kept.
    """  # fmt: skip
    from analyzer.reports.kept import hits_document, hits_report

    session: Session = ctx.obj
    home = session.store()
    asked: SearchKind | None = kind
    hits = paged(
        lambda after: home.search(text, kind=asked, after=after, limit=500), None,
        lambda hit: (hit.landscape, hit.kind, hit.id),
    )  # fmt: skip
    session.answer_report(
        hits_report(text, hits), format, output, everything=everything, document=hits_document(text, hits)
    )
    return 0


@app.command("audit")
def audit(
    ctx: typer.Context,
    subject: Annotated[
        str,
        typer.Option(
            "--subject",
            metavar="ID",
            help=in_both("このランドスケープなどについてだけ", "Only of this landscape (or other subject)"),
        ),
    ] = "",
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """だれがいつ何を変えたかを示します。

    The audit log: who changed what, when.
    """  # fmt: skip
    from analyzer.reports.kept import audit_document, audit_report

    session: Session = ctx.obj
    home = session.store()
    entries = paged(
        lambda after: home.audit_log(subject=subject, after=after, limit=500), 0, lambda entry: entry.number
    )
    session.answer_report(
        audit_report(entries), format, output, everything=everything, document=audit_document(entries)
    )
    return 0
