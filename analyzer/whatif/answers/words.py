"""The signs of a difference, for reports and pictures alike."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.messages import Text
from analyzer.whatif.answers.difference import AnswerDifference, Change

NEW, GONE, OTHER = Text("＋", "+"), Text("−", "−"), Text("≠", "≠")


def sign_of(change: Change) -> Text:
    """``＋`` of what only the later answer has, ``−`` of what only the earlier one has, else ``≠``."""
    return NEW if change == "new" else GONE if change == "gone" else OTHER


def counts_of(difference: AnswerDifference) -> tuple[Text, ...]:
    """How much changes of moves, bridges, suspensions and tests, a text each."""
    return (
        _counted(Text("移行", "moves"), [move.change for move in difference.moves]),
        _counted(Text("過渡期連携", "bridges"), [bridge.change for bridge in difference.bridges]),
        _counted(Text("休止", "suspensions"), [link.change for link in difference.suspended]),
        _counted(Text("連携テスト", "tests"), [test.change for test in difference.tests]),
    )


def _counted(name: Text, changes: Sequence[Change]) -> Text:
    """``移行 ＋1 ≠3``: how many of each sign there are."""
    if not changes:
        return Text(f"{name.ja} 変わらず", f"{name.en} unchanged")
    signs = [sign_of(change) for change in changes]
    counts = [(sign, signs.count(sign)) for sign in (NEW, GONE, OTHER) if sign in signs]
    return Text(
        f"{name.ja} " + " ".join(f"{sign.ja}{count}" for sign, count in counts),
        f"{name.en} " + " ".join(f"{sign.en}{count}" for sign, count in counts),
    )
