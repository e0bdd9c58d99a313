"""What commands read first: the landscape and the plan, with what is to be said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.cli.session import Session
from analyzer.errors import InputError
from analyzer.messages import Finding, Text

if TYPE_CHECKING:
    from analyzer.landscape.model import Landscape
    from analyzer.plan.reading import PlanFile


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
    findings: list[Finding] = []
    total = 0
    loaded = planned = None
    for read in ("landscape", "plan"):
        try:
            if read == "landscape":
                loaded = load_landscape(session, landscape)
            else:
                planned = usecases.load_plan(plan, session.store)
        except InputError as error:
            findings.extend(error.findings)
            total += error.total
    if loaded is None or planned is None:
        raise InputError(tuple(findings), total)
    if planned.landscape_hash not in (None, loaded.content_hash):
        session.say(Text(
            f"警告: {usecases.file_name(plan)} は別の内容のランドスケープで作られた答えです。移行の年月だけを使います。",
            f"warning: {usecases.file_name(plan)} was made for another landscape; only its months are used.",
        ))  # fmt: skip
    return loaded, planned


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
