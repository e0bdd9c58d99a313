"""Commands about what is kept: ``kakehashi store list``, ``put``, ``backup`` and so on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LandscapeArgument,
    LanguageOption,
    OutputOption,
    PlanArgument,
    StoreOption,
)
from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session, local_actor
from analyzer.cli.writing import new_file
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.stores.backup.layout import Counts
    from analyzer.stores.port import SearchKind, Store, Version

app = typer.Typer(
    no_args_is_help=True,
    help=in_both(
        "ランドスケープと計画を、版とともに保存・検索・バックアップします。",
        "Landscapes and plans kept with their versions: put, list, search, back up.",
    ),
)

KeptArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID[@VERSION]",
        help=in_both("保存済みのランドスケープ。版は番号かハッシュの先頭(既定は現在の版)",
                     "A landscape that is kept; a version by its number or the beginning of its hash (default: the current one)"),
    ),
]  # fmt: skip
IdArgument = Annotated[
    str,
    typer.Argument(metavar="ID", help=in_both("保存済みのランドスケープ", "A landscape that is kept")),
]
PlanIdArgument = Annotated[
    str, typer.Argument(metavar="PLAN_ID", help=in_both("計画の識別子", "Id of the plan"))
]
ExpectOption = Annotated[
    str | None,
    typer.Option(
        "--expect", metavar="VERSION|none",
        help=in_both("いま現在であるはずの版(none: まだないはず)。違えば変えません。",
                     "The version that must be current now (none: nothing is kept yet); otherwise nothing is changed"),
    ),
]  # fmt: skip
YesOption = Annotated[
    bool, typer.Option("--yes", "-y", help=in_both("確かめずに実行します。", "Do it without asking first."))
]
NONE = "none"


@app.command("list")
def list_(
    ctx: typer.Context,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """保存済みのランドスケープを一覧します。

    Every landscape that is kept, with its current version.
    """
    from analyzer.reports.kept import landscapes_document, landscapes_report

    session: Session = ctx.obj
    home = session.store()
    found = _paged(lambda after: home.landscapes(after=after, limit=500), "", lambda v: v.landscape)
    session.answer_report(
        landscapes_report(found), format, output,
        everything=everything, document=landscapes_document(home.url, found),
    )  # fmt: skip
    return 0


@app.command("show")
def show(
    ctx: typer.Context,
    landscape: IdArgument,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """一つのランドスケープの版・元のファイル・計画を一覧します。

    The versions, sources and plans of a landscape.
    """
    from analyzer.reports.kept import KeptLandscape, landscape_document, landscape_report
    from analyzer.stores.naming import all_versions

    session: Session = ctx.obj
    home, id = session.store(), _id(landscape)
    kept = KeptLandscape(
        home.current(id), tuple(all_versions(home, id)), tuple(home.sources(id)),
        tuple(_paged(lambda after: home.plans(id, after=after, limit=100), "", lambda plan: plan.id)),
    )  # fmt: skip
    session.answer_report(
        landscape_report(kept), format, output, everything=everything, document=landscape_document(kept)
    )
    return 0


@app.command("diff")
def diff(
    ctx: typer.Context,
    landscape: IdArgument,
    before: Annotated[str, typer.Argument(metavar="VERSION", help=in_both("前の版", "The version before"))],
    after: Annotated[
        str | None,
        typer.Argument(
            metavar="VERSION",
            help=in_both("後の版(既定は現在の版)", "The version after (default: the current one)"),
        ),
    ] = None,
    format: FormatOption = "text",
    output: OutputOption = None,
    everything: AllOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """二つの版の違いを、項目ごとに示します。

    What differs between two versions, entry by entry.
    """  # fmt: skip
    from analyzer.landscape.difference import difference_of
    from analyzer.reports.versions import versions_document, versions_report
    from analyzer.stores.compact import parsed
    from analyzer.stores.naming import find_version

    session: Session = ctx.obj
    home, id = session.store(), _id(landscape)
    old, new = find_version(home, id, before).hash, find_version(home, id, after).hash
    difference = difference_of(parsed(home.document(id, old)), parsed(home.document(id, new)), (old, new))
    session.answer_report(
        versions_report(difference), format, output,
        everything=everything, document=versions_document(difference),
    )  # fmt: skip
    return 0


@app.command("put")
def put(
    ctx: typer.Context,
    landscape: LandscapeArgument,
    expect: ExpectOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ランドスケープを保存し、現在の版にします。同じ内容なら版は増えません。

    Keep a landscape and make it the current version; the same content makes no second version.
    """
    from analyzer import usecases

    session: Session = ctx.obj
    home = session.store()
    read = usecases.read_to_keep(landscape, session.store)
    session.say_findings(read.warnings)
    version = home.put_version(
        read.landscape, read.source, actor=local_actor(), **_expected(home, read.landscape.id, expect)
    )
    _tell_current(session, version)
    return 0


@app.command("get")
def get(
    ctx: typer.Context,
    landscape: KeptArgument,
    source: Annotated[
        bool,
        typer.Option(
            "--source",
            help=in_both(
                "最後に保存されたときのファイルを、そのまま出します。",
                "The file as it was last put, byte by byte",
            ),
        ),
    ] = False,
    output: OutputOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """保存済みのランドスケープを YAML で出します。

    A landscape that is kept, as YAML.
    """  # fmt: skip
    from analyzer.landscape.dumping import dump_landscape
    from analyzer.stores.errors import NotFoundError
    from analyzer.stores.naming import find_version, landscape_name

    session: Session = ctx.obj
    home, name = session.store(), landscape_name(landscape)
    version = find_version(home, name.landscape, name.version)
    if not source:
        kept = home.landscape(name.landscape, version.hash)
        session.answer(dump_landscape(kept).encode("utf-8"), output)
        return 0
    entries = home.sources(name.landscape, version.hash)
    if not entries:
        raise NotFoundError("source", landscape)
    session.answer(home.source(name.landscape, entries[-1].hash), output)
    return 0


@app.command("use")
def use(
    ctx: typer.Context,
    landscape: KeptArgument,
    expect: ExpectOption = None,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """前の版を、現在の版に戻します。

    Make a version that is kept the current one.
    """
    from analyzer.stores.naming import find_version, landscape_name

    session: Session = ctx.obj
    home, name = session.store(), landscape_name(landscape)
    if name.version is None:
        raise wrong_use(
            "version_needed",
            Text("版を ID@番号 のように指定してください。", "Name the version, as ID@NUMBER."),
        )
    version = find_version(home, name.landscape, name.version)
    expected = _expected(home, name.landscape, expect).get("expect", home.current(name.landscape).hash)
    _tell_current(
        session, home.make_current(name.landscape, version.hash, expect=expected, actor=local_actor())
    )
    return 0


@app.command("delete")
def delete(
    ctx: typer.Context,
    landscape: KeptArgument,
    yes: YesOption = False,
    store: StoreOption = None,
    lang: LanguageOption = None,
) -> int:
    """ランドスケープ(版・元のファイル・計画とも)、または現在でない一つの版を削除します。

    Delete a landscape with its versions, sources and plans, or one version that is not current.
    """
    from analyzer.access.grants import Grants
    from analyzer.stores.naming import find_version, landscape_name

    session: Session = ctx.obj
    home, name = session.store(), landscape_name(landscape)
    version = find_version(home, name.landscape, name.version)
    id, number = name.landscape, version.number
    if name.version is not None:
        _confirm(
            yes, Text(f"「{id}」の第 {number} 版を削除します。", f"Version {number} of {id} will be deleted.")
        )
        home.delete_version(id, version.hash, actor=local_actor())
        session.say(
            Text(f"「{id}」の第 {number} 版を削除しました。", f"Version {number} of {id} is deleted.")
        )
        return 0
    _confirm(yes, Text(
        f"「{id}」を、すべての版・計画とともに削除します。", f"{id} will be deleted, with all its versions and plans."
    ))  # fmt: skip
    home.delete(id, expect=version.hash, actor=local_actor())
    Grants(home).forget(id, actor=local_actor())
    session.say(Text(f"「{id}」を削除しました。", f"{id} is deleted."))
    return 0


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
    session.store().delete_plan(_id(landscape), id, actor=local_actor())
    session.say(Text(f"計画「{id}」を削除しました。", f"The plan {id} is deleted."))
    return 0


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
    hits = _paged(
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
    entries = _paged(
        lambda after: home.audit_log(subject=subject, after=after, limit=500), 0, lambda entry: entry.number
    )
    session.answer_report(
        audit_report(entries), format, output, everything=everything, document=audit_document(entries)
    )
    return 0


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


def _id(landscape: str) -> str:
    """A landscape without a version."""
    from analyzer.stores.naming import landscape_name

    name = landscape_name(landscape)
    if name.version is not None:
        raise wrong_use(
            "no_version_here", Text("ここでは版を指定できません。", "No version can be named here.")
        )
    return name.landscape


def _expected(home: Store, landscape: str, expect: str | None) -> dict[str, Any]:
    """The argument `expect`, where it was given."""
    from analyzer.stores.naming import find_version

    if expect is None:
        return {}
    return {"expect": None if expect == NONE else find_version(home, landscape, expect).hash}


def _tell_current(session: Session, version: Version) -> None:
    from analyzer.reports.kept import short

    session.say(Text(
        f"「{version.landscape}」の現在の版: 第 {version.number} 版({short(version.hash)})",
        f"Current version of {version.landscape}: {version.number} ({short(version.hash)})",
    ))  # fmt: skip


def _confirm(yes: bool, text: Text) -> None:
    if not yes:
        raise wrong_use("confirm", Text(
            f"{text.ja}元には戻せません。よければ --yes を付けてください。",
            f"{text.en} This cannot be undone. Give --yes if that is meant.",
        ))  # fmt: skip


def _counted(counts: Counts) -> Text:
    return Text(
        f"ランドスケープ {counts.landscapes}、版 {counts.versions}、元のファイル {counts.sources}、計画 {counts.plans}、"
        f"記録 {counts.records}、監査記録 {counts.audit}",
        f"{counts.landscapes} landscape(s), {counts.versions} version(s), {counts.sources} source(s), {counts.plans} plan(s), "
        f"{counts.records} record(s), {counts.audit} audit entries",
    )


def _paged(page: Callable[[Any], Sequence[Any]], start: Any, key: Callable[[Any], Any]) -> list[Any]:
    """All pages of a list, one after the other."""
    found: list[Any] = []
    while more := page(key(found[-1]) if found else start):
        found += more
    return found
