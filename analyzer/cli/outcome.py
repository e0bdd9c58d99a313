"""How a search for an order has ended, for the caller of a command; and the file of a picture beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.order.ordering import Ordering

STOPPED, INTERRUPTED = 3, 130
PictureForm = Literal["svg", "png", "pdf"]
_PICTURES: dict[str, PictureForm] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}


def code_of(session: Session, ordering: Ordering) -> int:
    """The exit code of an answer about the order, and on standard error why it ended early."""
    if ordering.stopped_by == "interrupt":
        say_interrupted(session)
        return INTERRUPTED
    if ordering.status == "unknown" and ordering.stopped_by is None:
        session.say(Text(
            "この解き方では扱えない規模です。--solver auto を使ってください。",
            "This landscape is too large for the solver. Use --solver auto.",
        ))  # fmt: skip
        return STOPPED
    if ordering.status == "unknown":
        session.say(Text(
            "計画が見つかる前に制限に達しました。--time-limit か --work-limit を大きくしてください。",
            "The limit came before any plan was found. Give a larger --time-limit or --work-limit.",
        ))  # fmt: skip
        return STOPPED
    return 1 if ordering.status == "infeasible" else 0


def say_interrupted(session: Session) -> None:
    session.say(Text("中断しました。ここまでの最善を示しました。", "Interrupted; this is the best so far."))


def picture_form(picture: str) -> PictureForm:
    """By the name of the file; InputError for a name that is no picture's."""
    form = _PICTURES.get(Path(picture).suffix.casefold())
    if form is None:
        raise wrong_use("not_a_picture", Text(
            f"図のファイル名は .svg、.png、.pdf のどれかで終わるようにしてください(「{picture[:100]}」)。",
            f"The name of a picture ends with .svg, .png or .pdf ({picture[:100]!r} does not).",
        ))  # fmt: skip
    return form
