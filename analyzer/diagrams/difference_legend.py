"""Title and legend of a difference: both plans in figures, what is left out, and a sample of every sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from analyzer.diagrams.difference_boxes import Shown
from analyzer.diagrams.safe_text import shorten
from analyzer.diagrams.views import Edge, EdgeKind, Legend, Mark, Node
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.messages.words import KINDS, STATUSES
from analyzer.whatif.answers import AnswerDifference, AnswerView
from analyzer.whatif.answers.words import counts_of

Side = Literal["difference", "before", "after"]


def title_of(difference: AnswerDifference, month: Month | None, side: Side, language: Language) -> str:
    name = shorten(difference.after.landscape.name, 60)
    when = Text("期間全体", "whole time") if month is None else Text(str(month), str(month))
    what = {
        "difference": Text("二つの答えの違い", "difference of two answers"),
        "before": Text("前の答え", "the earlier answer"),
        "after": Text("後の答え", "the later answer"),
    }[side]
    return Text(f"{name}　{what.ja}（{when.ja}）", f"{name}: {what.en} ({when.en})").in_language(language)


def difference_legend(
    difference: AnswerDifference,
    month: Month | None,
    side: Side,
    shown: Shown,
    any_link: bool,
    language: Language,
) -> Legend:
    """Rows, and samples in the same places whatever the side."""
    rows = (*_facts(difference), *_folded(difference, month, shown, any_link))
    nodes = tuple(_sample_nodes(side, language))
    lines = tuple(_sample_lines(side, month, language))
    points = tuple(
        point for i, line in enumerate(lines) for point in ((line.tail, i % 2), (line.head, i % 2 + 1))
    )
    label = Text("凡例", "Legend").in_language(language)
    return Legend(tuple(row.in_language(language) for row in rows), nodes, points, lines, label)


def _facts(difference: AnswerDifference) -> Iterator[Text]:
    for word, answer in ((Text("前", "Before"), difference.before), (Text("後", "After"), difference.after)):
        facts = _plan(difference, answer)
        yield Text(f"{word.ja}：{facts.ja}", f"{word.en}: {facts.en}")
    said = counts_of(difference)
    yield Text(
        "期間全体での変化：" + "、".join(text.ja for text in said),
        "Changes over the whole time: " + ", ".join(text.en for text in said),
    )
    relays = [bridge for bridge in difference.bridges if bridge.shown.kind == "relay"]
    if relays:
        keys = "、".join(shorten("～".join(bridge.shown.between or ()), 30) for bridge in relays[:3])
        yield Text(f"線に描かない{KINDS['relay'].ja}の変化 {len(relays)}（{keys}）",
                   f"Changed relays, not drawn as lines: {len(relays)} ({keys.replace('、', ', ')})")  # fmt: skip


def _plan(difference: AnswerDifference, answer: AnswerView) -> Text:
    unit = shorten(difference.after.landscape.cost_unit or "", 12)
    status, broken = STATUSES[answer.status], len(answer.violations)
    if answer.cost is None:
        cost = Text("費用なし", "no cost")
    else:
        cost = Text(f"費用 {answer.cost['total']:,}{' ' if unit else ''}{unit}", f"cost {answer.cost['total']:,}{' ' if unit else ''}{unit}")  # fmt: skip
    return Text(
        f"{status.ja}、{cost.ja}、最後の移行 {answer.end or 'なし'}、過渡期連携 {len(answer.bridges)}、テスト {len(answer.tests)}、違反 {broken}",
        f"{status.en}, {cost.en}, last move {answer.end or 'none'}, {len(answer.bridges)} bridges, {len(answer.tests)} tests, {broken} violations",
    )


def _folded(
    difference: AnswerDifference, month: Month | None, shown: Shown, any_link: bool
) -> Iterator[Text]:
    """What the picture leaves out."""
    if not difference.counted:
        yield Text(
            "費用のない答えがあるため、過渡期連携とテストは比べられない（移行だけを描く）",
            "One answer has no cost, so bridges and tests cannot be compared (only moves are drawn)",
        )
    elif not any_link:
        yield Text("この図に描く連携はありません。", "There is no link to draw.")
    if shown.unchanged:
        yield Text(
            f"変わらない連携 {shown.unchanged} は、線が多いため描かない",
            f"{shown.unchanged} links that stay as they are are not drawn, for there are many lines",
        )
    if shown.detail.meeting:
        yield Text(
            "直接の連携は組が多いため、相手ごとでなく「直接の連携」にまとめた（連携ごとの変化は --format text の一覧に）",
            "Direct links of many pairs meet in one node (--format text lists every link)",
        )
    if shown.shared:
        yield Text(
            f"変化の多い {shown.detail.own} システムを個別に描き、他の {sum(shown.shared.values())} システムはブロックごとにまとめた",
            f"The {shown.detail.own} systems with most changes have a box of their own; {sum(shown.shared.values())} others share one a block",
        )
    if shown.left_out:
        yield Text(
            f"変化がなく、変わる連携の相手でもない {shown.left_out} システムは描かない",
            f"{shown.left_out} systems that neither change nor meet a changed link are not drawn",
        )
    if month is None:
        yield Text(
            "線は過渡期連携と休止だけで、数字は連携の数、年月は役に立つ期間。箱のテストは、そのシステムの連携のもの",
            "Lines are bridges and suspensions only, with numbers of links and the months of service; tests in a box are of its links",
        )
    else:
        yield Text(
            "数字は連携の数。同一パッケージ内の連携と、なしの連携は描かない。箱のテストは、この月の、そのシステムの連携のもの",
            "Figures are numbers of links; internal and absent ones are not drawn. Tests in a box are of its links in this month",
        )


def _sample_nodes(side: Side, language: Language) -> Iterator[Node]:
    """Of the difference only: the boxes of a side have no signs."""
    samples: tuple[tuple[Mark, Text], ...] = (
        ("added", Text("＋ 後だけにある（太枠）", "+ after only (bold)")),
        ("gone", Text("− 前だけにある（破線）", "− before only (dashed)")),
        ("changed", Text("≠ 変わる（二重枠）", "≠ changes (double)")),
    )
    for number, (mark, text) in enumerate(samples if side == "difference" else ()):
        yield Node(f"k{number}", "system", (text.in_language(language),), number, mark=mark)


def _sample_lines(side: Side, month: Month | None, language: Language) -> Iterator[Edge]:
    """Those of a side stand where the first ones of the difference do."""
    same = (
        Text("同じ過渡期連携", "the same bridge") if month is None else Text("同じ運び方", "carried the same")
    )
    samples: tuple[tuple[EdgeKind, Text], ...] = (
        ("added", Text("＋ 後だけ（太線）", "+ after only (thick)")),
        ("gone", Text("− 前だけ（破線）", "− before only (dashed)")),
        ("changed", Text("≠ 変わる（二重線）", "≠ changes (double)")),
        ("kept", Text(f"{same.ja}（細線）", f"{same.en} (thin)")),
    )
    sides: tuple[tuple[EdgeKind, Text], ...] = (
        ("mixed", Text("過渡期連携・休止", "bridge or suspension")),
        ("native", Text("そのまま連携", "native")),
    )
    drawn = samples if side == "difference" else sides[: 1 if month is None else 2]
    for number, (kind, text) in enumerate(drawn):
        yield Edge(f"l{number}a", f"l{number}b", kind, text.in_language(language), 1)
