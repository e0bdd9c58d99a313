"""What commands read first: the landscape and the plan, with what is to be said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.cli.session import Session
from analyzer.errors import InputError
from analyzer.messages import Finding, Text

if TYPE_CHECKING:
    from analyzer.landscape.model import Landscape
    from analyzer.plan.reading import PlanFile
    from analyzer.whatif.scenarios import Scenario

One = TypeVar("One")
Other = TypeVar("Other")


def load_landscape(session: Session, source: str) -> Landscape:
    """The landscape; its warnings are counted on standard error."""
    from analyzer import usecases

    loaded = usecases.load(source, session.store)
    if loaded.warnings:
        count = len(loaded.warnings)
        session.say(Text(
            f"警告: {usecases.file_name(source)} に警告が {count} 件あります(kakehashi validate で一覧)。",
            f"warning: {usecases.file_name(source)} has {count} warning(s) (kakehashi validate lists them).",
        ))  # fmt: skip
    return loaded.landscape


def landscape_and_plan(session: Session, landscape: str, plan: str) -> tuple[Landscape, PlanFile]:
    """Both; what is wrong with either is said at once."""
    from analyzer import usecases

    only_one_stdin(landscape, plan)
    loaded, planned = all_or_errors(
        lambda: load_landscape(session, landscape), lambda: usecases.load_plan(plan, session.store)
    )
    _warn_of_another(session, plan, loaded, planned)
    return loaded, planned


def landscape_and_scenarios(
    session: Session, landscape: str, scenarios: str, ids: Sequence[str]
) -> tuple[Landscape, tuple[Scenario, ...]]:
    """Both; what is wrong with either is said at once."""
    from analyzer import usecases

    only_one_stdin(landscape, scenarios)
    return all_or_errors(
        lambda: load_landscape(session, landscape), lambda: usecases.load_scenarios(scenarios, ids)
    )


def landscape_plan_and_scenarios(
    session: Session, landscape: str, plan: str, scenarios: str, ids: Sequence[str]
) -> tuple[Landscape, PlanFile, tuple[Scenario, ...]]:
    """All three; what is wrong with any is said at once."""
    from analyzer import usecases

    only_one_stdin(landscape, plan, scenarios)
    loaded, (planned, asked) = all_or_errors(
        lambda: load_landscape(session, landscape),
        lambda: all_or_errors(
            lambda: usecases.load_plan(plan, session.store), lambda: usecases.load_scenarios(scenarios, ids)
        ),
    )
    _warn_of_another(session, plan, loaded, planned)
    return loaded, planned, asked


def all_or_errors(one: Callable[[], One], other: Callable[[], Other]) -> tuple[One, Other]:
    """What both give; InputError with all that is wrong with either."""
    found: list[Any] = []
    errors: list[InputError] = []
    for read in (one, other):
        try:
            found.append(read())
        except InputError as error:
            errors.append(error)
    if errors:
        findings = tuple(finding for error in errors for finding in error.findings)
        raise InputError(findings, sum(error.total for error in errors))
    return found[0], found[1]


def _warn_of_another(session: Session, plan: str, loaded: Landscape, planned: PlanFile) -> None:
    """That an answer was made for another landscape."""
    from analyzer import usecases

    if planned.landscape_hash not in (None, loaded.content_hash):
        session.say(Text(
            f"警告: {usecases.file_name(plan)} は別の内容のランドスケープで作られた答えです。移行の年月だけを使います。",
            f"warning: {usecases.file_name(plan)} was made for another landscape; only its months are used.",
        ))  # fmt: skip


def only_one_stdin(*sources: str | None) -> None:
    """Standard input can be read once."""
    if sum(source == "-" for source in sources) > 1:
        raise wrong_use(
            "stdin_twice",
            Text("標準入力(-)は一つだけに使えます。どちらかをファイルにしてください。",
                 "Standard input (-) can be read once only: give one of them as a file."),
        )  # fmt: skip


def one_of(**asked: str | None) -> tuple[Any, str]:
    """The one option that was given, by its name; InputError where it is none, or several."""
    given = [(name, value) for name, value in asked.items() if value is not None]
    if len(given) != 1:
        names = "、".join(f"--{name}" for name in asked)
        raise wrong_use(
            "one_of_options",
            Text(
                f"{names} のうち、一つだけを指定してください。",
                f"Give just one of {names.replace('、', ', ')}.",
            ),
        )
    return given[0]


def wrong_use(code: str, message: Text) -> InputError:
    """Arguments that do not go together."""
    return InputError((Finding(code, "error", message),))
