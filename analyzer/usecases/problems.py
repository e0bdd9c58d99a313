"""What is wrong with a question, as errors that doors know how to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Text

_Given = TypeVar("_Given")
_Done = TypeVar("_Done")


class NoFormsError(InputError):
    """The plan can be read, but has no forms (or no cost, where that is asked): `findings` are its violations."""

    exit_code = 1


class UnknownWorksheetError(InputError):
    """There is no worksheet of this name."""

    def __init__(self, name: str, meant: str) -> None:
        super().__init__((
            Finding(
                "unknown_worksheet", "error",
                Text(f"「{name[:100]}」というワークシートはありません。", f"There is no worksheet {name[:100]!r}."),
                suggestion=Text(f"もしかして: {meant}", f"Did you mean {meant}?"),
            ),
        ))  # fmt: skip


def require_moves(landscape: Landscape) -> None:
    if not any(system.moves for system in landscape.systems.values()):
        raise wrong(
            "nothing_slips",
            Text("移行が一つもないので、遅れることもありません。", "There is no move that could slip."),
            Text("systems[].moves に移行を書いてください。", "Write moves under systems[].moves."),
        )


def each(do: Callable[[_Given], _Done], given: Sequence[_Given]) -> tuple[_Done, ...]:
    """What is done with each; InputError with all that is wrong with any."""
    done: list[_Done] = []
    errors: list[InputError] = []
    for one in given:
        try:
            done.append(do(one))
        except InputError as error:
            errors.append(error)
    if errors:
        findings = tuple(finding for error in errors for finding in error.findings)
        raise InputError(findings, sum(error.total for error in errors))
    return tuple(done)


def wrong(code: str, message: Text, suggestion: Text | None = None) -> InputError:
    return InputError((Finding(code, "error", message, None, suggestion),))
