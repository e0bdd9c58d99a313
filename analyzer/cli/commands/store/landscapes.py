"""Landscapes that are kept, and their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyzer.cli.commands.store.common import NONE, IdArgument, KeptArgument, app, id_of, paged
from analyzer.cli.help import in_both
from analyzer.cli.options import (
    AllOption,
    FormatOption,
    LandscapeArgument,
    LanguageOption,
    OutputOption,
    StoreOption,
)
from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session, local_actor
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.stores.port import Store, Version

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
    found = paged(lambda after: home.landscapes(after=after, limit=500), "", lambda v: v.landscape)
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
    home, id = session.store(), id_of(landscape)
    kept = KeptLandscape(
        home.current(id), tuple(all_versions(home, id)), tuple(home.sources(id)),
        tuple(paged(lambda after: home.plans(id, after=after, limit=100), "", lambda plan: plan.id)),
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
    home, id = session.store(), id_of(landscape)
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
