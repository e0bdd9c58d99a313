"""The few error classes of Kakehashi: data in fields, one mapping to exit codes.

Everything that a user can cause is either a *finding* (a normal result, see
`analyzer.messages.Finding`) or one of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.messages import Finding


class KakehashiError(Exception):
    """Base class; `exit_code` is what the command line ends with."""

    exit_code = 2


class InputError(KakehashiError):
    """The input is wrong: carries every finding at once, never only the first.

    `findings` holds at most 1,000 entries; `total` counts all of them.
    """

    exit_code = 2

    def __init__(self, findings: tuple[Finding, ...], total: int | None = None) -> None:
        self.findings = findings
        self.total = len(findings) if total is None else total
        super().__init__("; ".join(f"{f.code}: {f.message.en}" for f in findings[:5]))


class MissingToolError(KakehashiError):
    """A program that the work needs (Graphviz' `dot`, say) is not installed."""

    exit_code = 2

    def __init__(self, tool: str, install_hint: str) -> None:
        self.tool = tool
        self.install_hint = install_hint
        super().__init__(f"{tool} is not installed; {install_hint}")


class StoppedError(KakehashiError):
    """A limit stopped a search before any plan was found."""

    exit_code = 3
