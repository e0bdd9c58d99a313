"""What the commands about kept things share: their tree, arguments, and small sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from analyzer.cli.help import in_both
from analyzer.cli.reading import wrong_use
from analyzer.messages import Text

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
NONE = "none"


def id_of(landscape: str) -> str:
    """A landscape without a version."""
    from analyzer.stores.naming import landscape_name

    name = landscape_name(landscape)
    if name.version is not None:
        raise wrong_use(
            "no_version_here", Text("ここでは版を指定できません。", "No version can be named here.")
        )
    return name.landscape


def paged(page: Callable[[Any], Sequence[Any]], start: Any, key: Callable[[Any], Any]) -> list[Any]:
    """All pages of a list, one after the other."""
    found: list[Any] = []
    while more := page(key(found[-1]) if found else start):
        found += more
    return found
