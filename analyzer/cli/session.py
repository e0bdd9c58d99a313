"""What a command has at hand: the language, the screen, and the two streams.

Standard output holds the answer and nothing else; whatever else is said goes to standard error.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from analyzer.cli.writing import write_all_atomically, write_stdout
from analyzer.errors import InputError
from analyzer.messages import Finding, Language, Text

if TYPE_CHECKING:
    from analyzer.reports.layout import Report
    from analyzer.stores.port import Store

LANGUAGE_VARIABLE = "KAKEHASHI_LANG"
LISTED_ON_STDERR = 50
GRACE = 1.0
"""Seconds after Ctrl-C in which Python may end by itself (a KeyboardInterrupt, temporary files removed)."""
PATIENCE = 30.0
"""The same for a search: its best plan is evaluated and told. A second Ctrl-C ends it at once."""
PIPED_WIDTH = 120
"""Columns of text that goes into a file or a pipe, unless COLUMNS says otherwise."""


def language_asked(arguments: Iterable[str]) -> Language:
    """From ``--lang`` anywhere in the arguments (the last holds), else the environment, else Japanese."""
    asked, take = os.environ.get(LANGUAGE_VARIABLE, "").lower(), False
    for argument in arguments:
        if argument == "--":
            break
        if take:
            asked = argument
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        take = argument == "--lang"
    return "en" if asked.startswith("en") else "ja"


def is_terminal(stream: TextIO | None) -> bool:
    """False too where the process was started without the stream (``>&-``)."""
    return stream is not None and stream.isatty()


@dataclass(slots=True)
class Session:
    """One run of the command line."""

    language: Language = "ja"
    grace: float = GRACE
    """Seconds that Python has after Ctrl-C; a search that will give its best plan is given more."""
    store_url: str | None = None
    """``--store``; None: what is configured."""
    _store: Store | None = None

    def store(self) -> Store:
        """The home of the landscapes, opened when it is first asked for."""
        if self._store is None:
            from analyzer import usecases

            self._store = usecases.open_store(self.store_url)
        return self._store

    def close(self) -> None:
        """Ends what the run has opened."""
        if self._store is not None:
            self._store.close()
            self._store = None

    @contextmanager
    def patient(self, seconds: float = PATIENCE) -> Iterator[None]:
        """Within it Ctrl-C waits longer for the end: whoever runs answers with what there is."""
        before, self.grace = self.grace, seconds
        try:
            yield
        finally:
            self.grace = before

    def say(self, text: Text) -> None:
        """A line on standard error."""
        from analyzer.reports.text import printable

        self._write(printable(text.in_language(self.language)))

    def _write(self, line: str) -> None:
        if sys.stderr is not None:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    def progress(self, text: Text) -> None:
        """The same, but only where somebody watches."""
        if self.is_watched:
            self.say(text)

    @property
    def is_watched(self) -> bool:
        """True where standard error is a terminal."""
        return is_terminal(sys.stderr)

    def rewrite(self, text: Text | None) -> None:
        """A line on a terminal that the next one takes the place of; None wipes it away."""
        from analyzer.reports.text import printable
        from analyzer.reports.wrapping import clipped

        if sys.stderr is not None and self.is_watched:
            line = "" if text is None else printable(text.in_language(self.language))
            sys.stderr.write(f"\r\x1b[K{clipped(line, _width(True) - 1)}")
            sys.stderr.flush()

    def say_findings(self, findings: Iterable[Finding], total: int | None = None) -> None:
        """What is wrong, on standard error: the first of it, and how much there is."""
        from analyzer.reports.layout import finding_entry
        from analyzer.reports.text import printable

        listed = list(findings)
        for finding in listed[:LISTED_ON_STDERR]:
            self._write(printable(finding_entry(finding).in_language(self.language)))
        rest = (len(listed) if total is None else total) - len(listed[:LISTED_ON_STDERR])
        if rest > 0:
            self.say(Text(f"…ほか {rest} 件", f"… and {rest} more"))

    def answer_report(
        self,
        report: Report,
        form: str,
        output: str | None,
        *,
        everything: bool = False,
        document: object = None,
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        """A report as text, CSV (its table) or JSON (`document`); files `beside` it are written with it."""
        if form == "json":
            self.answer_json(document, output, beside)
        elif form == "csv" and report.answer is not None:
            from analyzer.reports.tables import render_csv

            self.answer(render_csv(report.answer, self.language), output, beside)
        else:
            from analyzer.reports.text import LISTED, Screen, render_text

            on_screen = output is None and is_terminal(sys.stdout)
            screen = Screen(
                language=self.language,
                width=_width(on_screen),
                listed=None if everything or output is not None else LISTED,
                styled=on_screen and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
            )
            self.answer(
                render_text(report, screen).encode("utf-8", errors="backslashreplace"), output, beside
            )

    def answer_json(
        self, document: object, output: str | None, beside: Mapping[str, bytes] | None = None
    ) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=2)
        self.answer(f"{text}\n".encode("utf-8", errors="backslashreplace"), output, beside)

    def answer(self, data: bytes, output: str | None, beside: Mapping[str, bytes] | None = None) -> None:
        """The answer to the file that was asked for, else to stdout; files `beside` it are written with it."""
        files = dict(beside or {})
        if output is not None and output != "-":
            files[output] = data
        write_all_atomically(files)
        if output is None or output == "-":
            write_stdout(data)

    def require_file(self, output: str | None) -> None:
        """InputError where bytes that are no text would go to a terminal."""
        if output is None and is_terminal(sys.stdout):
            sentence = Text("画面には出せない形式です。-o FILE で書き先を指定してください。",
                            "This is not for a screen: give a file with -o FILE.")  # fmt: skip
            raise InputError((Finding("output_needed", "error", sentence),))

    def answer_binary(
        self, data: bytes, output: str | None, *, binary: bool, beside: Mapping[str, bytes] | None = None
    ) -> None:
        """The same, but bytes that are no text do not go to a terminal."""
        if binary:
            self.require_file(output)
        self.answer(data, output, beside)


def local_actor() -> str:
    """In the audit log: whoever is logged in at this machine, as ``local:akari``."""
    import getpass

    try:
        return f"local:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"local:{os.getuid()}"


def _width(on_screen: bool) -> int:
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > 0:
        return max(40, min(int(asked), 1_000))
    return max(40, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns) if on_screen else PIPED_WIDTH
