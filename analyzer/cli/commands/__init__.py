"""The commands, a module for each kind of question."""

from __future__ import annotations

import typer

from analyzer.cli.commands import (
    advancing,
    answers,
    asking,
    differing,
    files,
    importing,
    joint_worksheets,
    keys,
    making,
    many,
    nation,
    ordering,
    packing,
    serve,
    slips,
    store,
    views,
    whatif,
    why,
    worksheets,
)


def register(app: typer.Typer) -> None:
    """Add every command, in the order in which people need them."""
    if app.registered_commands:
        return
    app.command()(files.validate)
    app.command("import")(importing.import_)
    for command in (
        files.export, files.template, asking.questions, asking.answers, views.show, views.status, views.affected,
        answers.evaluate, answers.bridges, answers.tests, ordering.optimize, ordering.compare, answers.verify,
        why.why, whatif.whatif, whatif.changed, advancing.advance, differing.diff, slips.slip, slips.robust, many.many,
        nation.nation, worksheets.worksheets, worksheets.worksheet, worksheets.survey, joint_worksheets.joint_worksheet, packing.pack,
        making.diagram, making.generate, serve.serve,
    ):  # fmt: skip
        app.command()(command)
    app.add_typer(store.app, name="store")
    app.add_typer(keys.app, name="keys")
