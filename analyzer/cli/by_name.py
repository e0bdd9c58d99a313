"""The form of an answer by the name of its file: ``-o plan.json`` is JSON, ``-o plan.pdf`` a picture."""

from __future__ import annotations

from inspect import unwrap
from typing import Any, get_args, get_type_hints

_FORMS = {"gv": "dot", "txt": "text", "mmd": "mermaid"}
"""Endings that are not the form's own word."""


def take_forms_from_names(command: Any) -> None:
    """Let every command of a tree read the form from the name after ``-o``, where nobody says ``--format``.

    An ending that is none of the command's forms leaves its own choice.
    """
    for child in getattr(command, "commands", {}).values():
        take_forms_from_names(child)
    if {"format", "output"} <= {parameter.name for parameter in command.params}:
        asked = get_type_hints(unwrap(command.callback))["format"]
        _by_name(command, get_args(asked))


def _by_name(command: Any, forms: tuple[str, ...]) -> None:
    invoked = command.invoke

    def invoke(context: Any) -> Any:
        source = context.get_parameter_source("format")
        if source is None or source.name == "DEFAULT":
            form = _form_named(context.params.get("output"))
            if form in forms:
                context.params["format"] = form
        return invoked(context)

    command.invoke = invoke


def _form_named(output: str | None) -> str:
    ending = "" if output is None else output.rpartition(".")[2].casefold()
    return _FORMS.get(ending, ending)
