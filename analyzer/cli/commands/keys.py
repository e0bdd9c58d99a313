"""API keys of the service, on the server's own shell: so the first admin comes to be."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import FormatOption, LanguageOption, OutputOption, StoreOption, TextOrJsonOption
from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session, local_actor
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.access.roles import Role
    from analyzer.stores.port import Store

app = typer.Typer(
    name="keys",
    no_args_is_help=True,
    help=in_both(
        "サービスの API キーを発行・一覧・取り消します。",
        "API keys of the service: make, list, revoke.",
    ),
)

KeyArgument = Annotated[
    str,
    typer.Argument(metavar="KEY", help=in_both("キーの ID(list で一覧)", "Id of the key (list shows it)")),
]


@app.command()
def create(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Option(
            "--name", metavar="NAME", help=in_both("誰が何に使うキーか", "Who uses the key, and what for")
        ),
    ],
    scopes: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="create|admin",
            help=in_both(
                "サーバ全体の権限。create はランドスケープの新規作成、admin はすべて。繰り返しで複数",
                "On the whole server: create makes landscapes, admin may everything; several if repeated",
            ),
        ),
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ID=ROLE",
            help=in_both(
                "保存済みのランドスケープでの役割(asahikawa=editor など。viewer、editor、admin)。繰り返しで複数",
                "Role on a stored landscape, such as asahikawa=editor (viewer, editor, admin); several if repeated",
            ),
        ),
    ] = None,
    days: Annotated[
        float | None,
        typer.Option(
            "--days",
            metavar="N",
            min=0.0,
            max=36_500.0,
            help=in_both(
                "何日で期限が切れるか(なければ取り消すまで)",
                "Days until it ends (default: until it is revoked)",
            ),
        ),
    ] = None,
    format: TextOrJsonOption = "text",
    output: OutputOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """API キーを発行します。キーが表示されるのは、このときだけです。

    Make an API key. It is shown this once.
    """  # fmt: skip
    from analyzer.access.grants import Grants
    from analyzer.access.keys import Keys
    from analyzer.access.roles import scope_called

    session: Session = ctx.obj
    kept = _lasting(session)
    wanted = [scope_called(scope) for scope in scopes or ()]
    granted = dict(_role(entry) for entry in roles or ())
    for landscape in granted:
        kept.current(landscape)
    lasts = None if days is None else timedelta(days=days)
    made = Keys(kept).create(name, scopes=wanted, lasts=lasts, actor=local_actor())
    for landscape, role in sorted(granted.items()):
        Grants(kept).put(landscape, made.key.subject, role, actor=local_actor())
    if format == "json":
        session.answer_json({**made.key.told, "key": made.text, "roles": granted}, output)
    else:
        session.answer(f"{made.text}\n".encode(), output)
        session.say(Text(
            f"キー {made.key.id} を発行しました。キーは保存されません。今、安全な場所に控えてください。",
            f"Made the key {made.key.id}. It is not kept: put it in a safe place now.",
        ))  # fmt: skip
    return 0


@app.command("list")
def list_(
    ctx: typer.Context,
    format: FormatOption = "text",
    output: OutputOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """発行した API キーを、古いものから一覧します。

    Every key that was made, the oldest first.
    """
    from analyzer.access.keys import Keys
    from analyzer.reports.keys import key_state, keys_report
    from analyzer.stores.changes import utc_now

    session: Session = ctx.obj
    keys = Keys(_lasting(session)).all()
    now = utc_now()
    documents = [{**key.told, "state": key_state(key, now)} for key in keys]
    session.answer_report(
        keys_report(keys, now), format, output, everything=True, document={"keys": documents}
    )
    return 0


@app.command()
def revoke(
    ctx: typer.Context, key: KeyArgument, store: StoreOption = None, lang: LanguageOption = None
) -> int:
    """API キーを取り消します。動いているサービスでも、1 秒以内に使えなくなります。

    Revoke a key: a running service, too, takes it no more within a second.
    """
    from analyzer.access.keys import Keys

    session: Session = ctx.obj
    revoked = Keys(_lasting(session)).revoke(key, actor=local_actor())
    session.say(Text(f"キー {revoked.id}({revoked.name})を取り消しました。",
                     f"Revoked the key {revoked.id} ({revoked.name})."))  # fmt: skip
    return 0


def _role(entry: str) -> tuple[str, Role]:
    """``asahikawa=editor``."""
    from analyzer.access.roles import landscape_called, role_called

    landscape, equals, role = entry.partition("=")
    if not equals:
        raise wrong_use(
            "bad_role",
            Text(f"--role「{entry}」は asahikawa=editor のように書いてください。",
                 f"--role {entry!r}: write it as in asahikawa=editor."),
        )  # fmt: skip
    return landscape_called(landscape), role_called(role)


def _lasting(session: Session) -> Store:
    """The store; a key in the memory of this command would open nothing."""
    kept = session.store()
    if kept.url == "memory:":
        raise wrong_use(
            "store_does_not_last",
            Text("memory: の保存先ではキーが残りません。サービスと同じ保存先を --store で指定してください。",
                 "A key in memory: would be gone at once. Give the service's own store with --store."),
        )  # fmt: skip
    return kept
