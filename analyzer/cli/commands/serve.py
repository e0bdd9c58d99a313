"""The command that runs the service."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import LanguageOption
from analyzer.cli.session import Session


def serve(
    ctx: typer.Context,
    host: Annotated[
        str | None,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help=in_both("待ち受けるアドレス(既定は 127.0.0.1)", "Address to listen at (default: 127.0.0.1)"),
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help=in_both("待ち受けるポート(既定は 8000)", "Port to listen at (default: 8000)"),
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            max=256,
            help=in_both("プロセスの数(既定は 1)", "Number of processes (default: 1)"),
        ),
    ] = None,
    log: Annotated[
        Literal["json", "text"] | None,
        typer.Option("--log", help=in_both("記録の形式(既定は json)", "Form of the log (default: json)")),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help=in_both("保存先(既定は設定の store)", "The store (default: the setting store)"),
        ),
    ] = None,
    lang: LanguageOption = None,
) -> int:
    """REST サービスを動かします。止めるには Ctrl-C か SIGTERM。

    Run the REST service; Ctrl-C or SIGTERM ends it once what has begun is answered.
    """  # fmt: skip
    from analyzer import usecases

    session: Session = ctx.obj
    configuration = usecases.configured(
        {"serve.host": host, "serve.port": port, "serve.workers": workers, "log.form": log, "store": store}
    )
    with session.patient(float(str(configuration.values["serve.stop_seconds"])) + 20):
        # By name: the analyzer does not know the service that is built on it.
        code: int = import_module("api.serving").serve(configuration, session.progress)
    return code
