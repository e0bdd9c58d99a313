"""The command about many landscapes and many scenarios at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LanguageOption,
    OutputOption,
    ScenariosOption,
    StoreOption,
)
from analyzer.cli.run_progress import RunLine
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.usecases import Many

INTERRUPTED = 130


def many(
    ctx: typer.Context,
    landscapes: Annotated[
        list[str],
        typer.Argument(
            metavar="LANDSCAPE…",
            help=in_both(
                "ランドスケープのファイル(いくつでも)。stored:* は保存済みのすべて",
                "Landscape files, any number; stored:* is all that are kept",
            ),
        ),
    ],
    scenarios: ScenariosOption,
    plan: Annotated[
        str,
        typer.Option(
            "--plan",
            metavar="NAME",
            help=in_both(
                "各ランドスケープの計画の名前(plans/NAME.yaml など、または保存済みの計画)",
                "What each landscape's plan is called (plans/NAME.yaml and so on, or the plan that is kept)",
            ),
        ),
    ] = "actual",
    plan_dir: Annotated[
        str | None,
        typer.Option(
            "--plan-dir",
            metavar="FOLDER",
            help=in_both(
                "計画をまとめたフォルダー。ランドスケープと同じ名前の .json か .yaml を使います。",
                "A folder of plans, each called as its landscape (.json or .yaml)",
            ),
        ),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            metavar="URL",
            help=in_both(
                "結果の保存先(既定は --store と同じ)",
                "The store that keeps the results (default: as --store)",
            ),
        ),
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(
            "--run",
            metavar="NAME",
            help=in_both(
                "実行の名前(既定は内容から決まります)",
                "A name for the run (default: made from what is asked)",
            ),
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help=in_both("計算するプロセスの数", "Processes that compute")
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help=in_both(
                "Dask クラスタで計算します: tcp://ホスト:ポート、または local-dask",
                "Compute on a Dask cluster: tcp://HOST:PORT, or local-dask",
            ),
        ),
    ] = None,
    keep_going: Annotated[
        bool,
        typer.Option(
            "--keep-going/--stop-at-failure",
            help=in_both(
                "失敗があっても続けるか、最初の失敗でやめるか", "Go on after a failure, or stop at the first"
            ),
        ),
    ] = True,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed",
            help=in_both(
                "失敗と記録された結果を計算し直します。", "Compute again what is recorded as failed"
            ),
        ),
    ] = False,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            metavar="SECONDS",
            min=0.0,
            help=in_both(
                "一つの計画の計算を打ち切る秒数",
                "Seconds after which the search for one plan's least cost stops",
            ),
        ),
    ] = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """多数のランドスケープの計画を、多数のシナリオのもとで保った結果を計算し、記録します。

    Keep the plans of many landscapes under many scenarios; results are recorded, and only what is missing is computed.
    """  # fmt: skip
    from analyzer import usecases
    from analyzer.cli.session import local_actor
    from analyzer.reports.many import many_document, many_report
    from analyzer.whatif.many.summary import summarize

    session: Session = ctx.obj
    home = None if ledger is None else usecases.open_store(ledger)
    try:
        with _ended_as_interrupted(), session.patient():
            asked = usecases.many(
                landscapes, scenarios, store=session.store, ledger=home, name=run, plan=plan, plans=plan_dir,
                time_limit=time_limit, retry_failed=retry_failed, keep_going=keep_going, workers=workers, cluster=cluster,
                actor=local_actor(),
            )  # fmt: skip
            _say_found(session, asked)
            with RunLine(session) as line:
                tally = asked.go(line.hear)
            summary = summarize(asked.run.rows(), asked.scenarios)
            if format == "json":
                session.answer_json(many_document(summary, tally, asked.name, asked.run.rows()), output)
            else:
                rows = asked.run.rows() if format == "csv" else None
                report = many_report(summary, tally, asked.name, rows)
                session.answer_report(report, format, output, everything=everything)
    finally:
        if home is not None:
            home.close()
    if tally.interrupted:
        session.say(Text(
            f"中断しました。{tally.done:,} / {tally.total:,} 件を記録しました。同じコマンドで続きから計算します。",
            f"Interrupted; {tally.done:,} of {tally.total:,} results are recorded. The same command goes on from there.",
        ))  # fmt: skip
        return INTERRUPTED
    nowhere = any(row.statuses.get("inapplicable", 0) == row.results > 0 for row in summary.by_scenario)
    return 1 if tally.failed or nowhere else 0


def _say_found(session: Session, asked: Many) -> None:
    tally = asked.run.tally
    if asked.started is not None or tally.found:
        session.say(Text(
            f"実行「{asked.name}」: {tally.total:,} 件のうち {tally.found:,} 件は記録済みです。",
            f"Run {asked.name}: of {tally.total:,} results {tally.found:,} are recorded already.",
        ))  # fmt: skip


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """SIGTERM ends the run as Ctrl-C does: what is recorded is told, and whoever computes ends."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not in the main thread: whoever runs us there has its own ways
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
