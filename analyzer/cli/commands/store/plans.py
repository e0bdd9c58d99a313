"""Plans kept beside their landscape."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.cli.commands.store.common import IdArgument, KeptArgument, app, id_of
from analyzer.cli.help import in_both
from analyzer.cli.options import (
    LanguageOption,
    PlanArgument,
    StoreOption,
)
from analyzer.cli.session import Session, local_actor
from analyzer.messages import Text

PlanIdArgument = Annotated[
    str, typer.Argument(metavar="PLAN_ID", help=in_both("計画の識別子", "Id of the plan"))
]


@app.command("put-plan")
def put_plan(
    ctx: typer.Context,
    landscape: KeptArgument,
    id: PlanIdArgument,
    plan: PlanArgument,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """計画または答えを、ランドスケープのそばに保存します(stored:ID/PLAN_ID で読めます)。

    Keep a plan or an answer beside its landscape; stored:ID/PLAN_ID reads it.
    """
    from analyzer import usecases
    from analyzer.stores.naming import find_version, landscape_name

    session: Session = ctx.obj
    home, name = session.store(), landscape_name(landscape)
    version = find_version(home, name.landscape, name.version)
    planned, body = usecases.plan_to_keep(plan, session.store)
    if planned.landscape_hash not in (None, version.hash):
        session.say(Text(
            f"警告: {usecases.file_name(plan)} は別の内容のランドスケープで作られた答えです。",
            f"warning: {usecases.file_name(plan)} was made for another landscape.",
        ))  # fmt: skip
    entry = home.put_plan(name.landscape, id, version.hash, body, actor=local_actor())
    session.say(Text(
        f"計画を保存しました: stored:{entry.landscape}/{entry.id}(第 {version.number} 版)",
        f"The plan is kept: stored:{entry.landscape}/{entry.id} (version {version.number})",
    ))  # fmt: skip
    return 0


@app.command("delete-plan")
def delete_plan(
    ctx: typer.Context,
    landscape: IdArgument,
    id: PlanIdArgument,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """保存済みの計画を削除します。

    Delete a plan that is kept.
    """
    session: Session = ctx.obj
    session.store().delete_plan(id_of(landscape), id, actor=local_actor())
    session.say(Text(f"計画「{id}」を削除しました。", f"The plan {id} is deleted."))
    return 0
