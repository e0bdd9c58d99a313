"""The text that says what each file of a pack is."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.messages import Language, Text
from analyzer.reports.text import printable


def readme_file(
    title: Text, lines: Sequence[Text], files: Sequence[tuple[str, Text]], language: Language
) -> bytes:
    """UTF-8 with a BOM and CRLF, as the editor of every office opens it."""
    said = [title, *lines, Text("", ""), Text("ファイル", "Files")]
    written = [printable(text.in_language(language)) for text in said]
    width = max((len(name) for name, _ in files), default=0)
    written += [f"  {name.ljust(width)}  {printable(about.in_language(language))}" for name, about in files]
    return ("\r\n".join(written) + "\r\n").encode("utf-8-sig", errors="backslashreplace")
