"""Help in two languages: options carry both sentences, and the tree of commands is put into one.

Of a command the first paragraph of its docstring is the Japanese sentence, the second the English one.
"""

from __future__ import annotations

from typing import Any

from analyzer.messages import Language, Text

SEPARATOR = "\x1f"
"""Stands between the two sentences of a help text until the language is known."""

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": Text("引数", "Arguments"),
    "OPTIONS_PANEL_TITLE": Text("オプション", "Options"),
    "COMMANDS_PANEL_TITLE": Text("コマンド", "Commands"),
}
_OWN_OPTIONS = {
    "help": Text("この説明を表示します。", "Show this message and exit."),
    "install_completion": Text("シェルの補完を組み込みます。", "Install completion for the current shell."),
    "show_completion": Text("シェルの補完を表示します。", "Show completion for the current shell."),
}


def in_both(ja: str, en: str) -> str:
    return f"{ja}{SEPARATOR}{en}"


def in_one(command: Any, language: Language) -> None:
    """Leave one language in a tree of commands (typer's, or click's: both have these fields)."""
    for field in ("help", "short_help", "epilog"):
        setattr(command, field, _pick(getattr(command, field, None), language))
    for parameter in command.params:
        own = _OWN_OPTIONS.get(parameter.name)
        if own is not None:
            parameter.help = own.in_language(language)
        elif hasattr(parameter, "help"):
            parameter.help = _pick(parameter.help, language)
    _speak_help_option(command, language)
    for child in getattr(command, "commands", {}).values():
        in_one(child, language)


def _speak_help_option(command: Any, language: Language) -> None:
    """The option ``--help`` is made only when it is asked for."""
    made = command.get_help_option

    def spoken(context: Any) -> Any:
        option = made(context)
        if option is not None:
            option.help = _OWN_OPTIONS["help"].in_language(language)
        return option

    command.get_help_option = spoken


def _pick(text: str | None, language: Language) -> str | None:
    for separator in (SEPARATOR, "\n\n"):
        if text is not None and separator in text:
            ja, en = text.split(separator, 1)
            return Text(ja, en.strip()).in_language(language)
    return text


def name_panels(language: Language) -> None:
    """The headings of the help; apart, since rich is slow to import and most runs show no help."""
    from typer import rich_utils

    for name, title in _PANELS.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, title.in_language(language))
    # Japanese has no spaces to break a line at; rich would cut what is longer than its column with "…".
    rich_utils.Columns = _folded_words  # type: ignore[assignment, attr-defined]
    rich_utils.Table = _folding_table  # type: ignore[assignment, attr-defined]


def _folding_table(**options: Any) -> Any:
    from rich.table import Table

    class Folding(Table):
        def add_row(self, *cells: Any, **row: Any) -> None:
            super().add_row(*cells, **row)
            for column in self.columns:
                column.overflow = "fold"

    return Folding(**options)


def _folded_words(parts: Any) -> Any:
    from rich.text import Text as Styled

    text = Styled(" ").join(parts)
    text.overflow = "fold"
    return text
