"""The commands, a module for each kind of question."""

from __future__ import annotations

import typer

from analyzer.cli.commands import answers, files, views


def register(app: typer.Typer) -> None:
    """Add every command, in the order in which people need them."""
    if app.registered_commands:
        return
    for command in (
        files.validate, views.show, views.status, views.affected,
        answers.evaluate, answers.bridges, answers.tests, answers.verify,
    ):  # fmt: skip
        app.command()(command)
