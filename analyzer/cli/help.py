"""Help in two languages: options carry both sentences, and the tree of commands is put into one."""

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
    help_option = command.get_help_option
    def spoken(context: Any) -> Any:
        option = help_option(context)
        if option is not None:
            option.help = _OWN_OPTIONS["help"].in_language(language)
        return option
    command.get_help_option = spoken
    for child in getattr(command, "commands", {}).values():
        in_one(child, language)
    if getattr(command, "commands", None):
        _name_panels(language)


def _pick(text: str | None, language: Language) -> str | None:
    if text is None or SEPARATOR not in text:
        return text
    ja, en = text.split(SEPARATOR, 1)
    return Text(ja, en).in_language(language)


def _name_panels(language: Language) -> None:
    from typer import rich_utils

    for name, title in _PANELS.items():
        if hasattr(rich_utils, name):
            setattr(rich_utils, name, title.in_language(language))
