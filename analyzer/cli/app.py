"""The tree of commands in the language that is asked for, and the sentences of usage errors."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer
import typer.main

from analyzer.cli.by_name import take_forms_from_names
from analyzer.cli.help import in_both, in_one, name_panels
from analyzer.cli.options import LanguageOption
from analyzer.cli.refusals import in_japanese
from analyzer.cli.session import Session
from analyzer.messages import Text

PROGRAM = "kakehashi"
_HELP_OPTIONS = frozenset({"-h", "--help"})
_COMPLETION_VARIABLE = "_KAKEHASHI_COMPLETE"
_NO_COMMAND = re.compile(r"No such command '([^']*)'")

app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": sorted(_HELP_OPTIONS, key=len), "max_content_width": 110},
    help=in_both(
        "架け橋: 自治体システムの移行に伴う過渡期連携と連携テストの分析",
        "Kakehashi: bridges and integration tests of municipalities that move their systems",
    ),
)


def _version(asked: bool) -> None:
    if asked:
        import analyzer

        typer.echo(f"{PROGRAM} {analyzer.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_version,
            help=in_both("版を表示します。", "Show the version."),
        ),
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Options that hold for every command."""


def invoke(arguments: Sequence[str], session: Session) -> int:
    """Run a command; a wrong use of it is said in a sentence and gives 2."""
    from analyzer.cli import commands

    commands.register(app)
    command: Any = typer.main.get_command(app)
    in_one(command, session.language)
    take_forms_from_names(command)
    if not arguments or not _HELP_OPTIONS.isdisjoint(arguments) or _is_group(command, arguments[-1]):
        name_panels(session.language)
    try:
        if _COMPLETION_VARIABLE in os.environ:
            command.main(list(arguments), prog_name=PROGRAM)
        # Not `command.main`: it has its own ends for Ctrl-C and for a pipe that is closed.
        with command.make_context(PROGRAM, list(arguments), obj=session) as context:
            code = command.invoke(context)
    except typer.Exit as exit_:
        return exit_.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as exit_:  # shell completion ends so
        return exit_.code if isinstance(exit_.code, int) else 0
    except Exception as error:
        if not _is_usage_error(error):
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            return 2  # making it has printed the help
        session.say(_usage_sentence(error))
        context = getattr(error, "ctx", None)
        if context is not None:
            path = context.command_path
            session.say(Text(f"使い方: {path} --help", f"Usage: {path} --help"))
        return 2
    return code if isinstance(code, int) else 0


def _is_group(command: Any, name: str) -> bool:
    """A group without a command shows its help."""
    return bool(getattr(command.commands.get(name), "commands", None))


def _is_usage_error(error: Exception) -> bool:
    """Whether typer (by its own copy of click, or by click) raised it for wrong arguments."""
    return hasattr(error, "format_message") and getattr(error, "exit_code", None) in (1, 2)


def _usage_sentence(error: Any) -> Text:
    """A sentence per kind of wrong use; typer's own words where there is none."""
    said = str(error.format_message()).replace("Value error, ", "")
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = _name(parameter)
    match kind:
        case "MissingParameter":
            return Text(f"{name} を指定してください。", f"{name} is missing.")
        case "NoSuchOption":
            option, near = error.option_name, ", ".join(sorted(error.possibilities or ()))
            mend = Text(f"もしかして: {near}", f" Did you mean {near}?") if near else Text("", "")
            return Text(
                f"{option} というオプションはありません。{mend.ja}", f"There is no option {option}.{mend.en}"
            )
        case "BadParameter":
            return Text(
                f"{name} の値が正しくありません。{in_japanese(_detail(said))}",
                f"The value of {name} is wrong: {_detail(said)}",
            )
        case "UsageError" if (unknown := _NO_COMMAND.search(said)) is not None:
            return Text(f"{unknown[1]} というコマンドはありません。{_detail(said, '.')}".rstrip(), said)
        case _:
            return Text(f"コマンドの使い方が違います: {said}", said)


def _detail(said: str, after: str = ": ") -> str:
    """What typer adds to its first words: the values allowed, the command that may be meant."""
    return said.partition(after)[2].strip()


def _name(parameter: Any) -> str:
    if parameter is None:
        return ""
    options = [option for option in getattr(parameter, "opts", ()) if option.startswith("-")]
    return str(max(options, key=len) if options else parameter.metavar or parameter.name.upper())
