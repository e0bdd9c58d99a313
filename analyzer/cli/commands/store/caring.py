"""Taking care of what is kept: copies, upgrades, checks."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.commands.store.common import app
from analyzer.cli.help import in_both
from analyzer.cli.options import (
    LanguageOption,
    StoreOption,
)
from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session, local_actor
from analyzer.cli.writing import new_file
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.stores.backup.layout import Counts


@app.command("backup")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help=in_both("バックアップを書くファイル", "File for the backup")),
    ],
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """保存先のすべて(版・元のファイル・計画・記録・監査記録)を一つのファイルに書きます。使用中でもできます。

    Everything that is kept into one file, as it is at one moment; the store may be in use.
    """
    from analyzer.stores.backup import write_backup

    session: Session = ctx.obj
    home = session.store()
    session.progress(Text("書き出しています…", "Writing …"))
    with new_file(Path(file)) as stream, closing(home.dump()) as kept:
        written = write_backup(kept, stream)
    session.say(
        Text(
            f"バックアップしました: {_counted(written.counts).ja}",
            f"Backed up: {_counted(written.counts).en}",
        )
    )
    session.say(Text(f"目録のハッシュ: {written.hash}", f"Hash of the manifest: {written.hash}"))
    return 0


@app.command("restore")
def restore(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=in_both("バックアップのファイル", "The backup"))
    ],
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """バックアップを空の保存先に復元します。別の種類の保存先にも復元できます。途中までの復元は残りません。

    A backup into an empty store, of whichever kind; whole or not at all.
    """
    from analyzer.stores import backup as backups
    from analyzer.stores.errors import ChangedError

    session: Session = ctx.obj
    with file.open("rb") as stream:
        opened = backups.Backup(stream, str(file))
        session.progress(Text("復元しています…", "Restoring …"))
        home = session.store()
        try:
            counts = backups.restore(home, opened, local_actor())
        except ChangedError:
            raise wrong_use("store_not_empty", Text(
                f"保存先「{home.url}」は空ではありません。新しい保存先を --store で指定してください。",
                f"The store {home.url} is not empty. Give a new one with --store.",
            )) from None  # fmt: skip
    session.say(Text(f"復元しました: {_counted(counts).ja}", f"Restored: {_counted(counts).en}"))
    return 0


@app.command("migrate")
def migrate(ctx: typer.Context, store: StoreOption = None, lang: LanguageOption = None) -> int:
    """保存先を、この版の形式にします。(どのコマンドも、開くときに自動で行います。先にバックアップを。)

    Bring the store to the format of this version. Every command does so when it opens the store; back up before.
    """
    session: Session = ctx.obj
    home = session.store()
    home.check()
    session.say(Text(f"{home.url}: この版の形式です。", f"{home.url}: in the format of this version."))
    return 0


@app.command("check")
def check(ctx: typer.Context, store: StoreOption = None, lang: LanguageOption = None) -> int:
    """保存先を読み書きできるか、保存済みの版がすべて元の内容のままかを確かめます。

    Whether the store can be read and written, and every version still says what its hash says.
    """
    from analyzer.stores.checking import damaged_versions

    session: Session = ctx.obj
    home = session.store()
    home.check()
    session.progress(Text("確かめています…", "Checking …"))
    count, findings = damaged_versions(home)
    session.say_findings(findings)
    session.say(Text(
        f"{home.url}: 読み書きできます。{count} 版のうち、内容の違うもの {len(findings)}",
        f"{home.url}: can be read and written. {count} version(s), {len(findings)} of them damaged",
    ))  # fmt: skip
    return 1 if findings else 0


@app.command("tidy")
def tidy(ctx: typer.Context, store: StoreOption = None, lang: LanguageOption = None) -> int:
    """中断した保存や削除の残りを片付けます。

    Remove what interrupted loads and deletions left behind.
    """
    session: Session = ctx.obj
    count = session.store().tidy()
    session.say(Text(f"片付けた版: {count}", f"Versions removed: {count}"))
    return 0


def _counted(counts: Counts) -> Text:
    return Text(
        f"ランドスケープ {counts.landscapes}、版 {counts.versions}、元のファイル {counts.sources}、計画 {counts.plans}、"
        f"記録 {counts.records}、監査記録 {counts.audit}",
        f"{counts.landscapes} landscape(s), {counts.versions} version(s), {counts.sources} source(s), {counts.plans} plan(s), "
        f"{counts.records} record(s), {counts.audit} audit entries",
    )
