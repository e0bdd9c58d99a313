"""The picture of a difference: the same boxes and lines for the difference and for either side of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Literal

from analyzer.diagrams.difference_boxes import Shown, choose_boxes, hubs_of, systems_of
from analyzer.diagrams.difference_legend import difference_legend, title_of
from analyzer.diagrams.difference_lines import NATIVE, Carried, Line, Place, passages_of
from analyzer.diagrams.legend import short_way
from analyzer.diagrams.safe_text import columns, shorten
from analyzer.diagrams.views import Edge, EdgeKind, Mark, Node, View
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.whatif.answers import AnswerDifference, AnswerView, MoveChange
from analyzer.whatif.answers.words import GONE, NEW, OTHER

Side = Literal["difference", "before", "after"]
SIGNS: dict[EdgeKind, Text] = {
    "added": NEW,
    "gone": GONE,
    "changed": OTHER,
    "kept": Text("", ""),
}
MOST_MOVES = 3
MOST_SAID = 3
"""Remarks of a box, and of a line; more of them are counted."""


def difference_views(
    difference: AnswerDifference, month: Month | None, language: Language
) -> dict[Side, View]:
    """What is drawn of either side and of the difference; with the same ids and order, so that one layout serves all."""
    passages = passages_of(difference, month)
    shown = choose_boxes(difference, passages, _weights(difference, month))
    sides: tuple[Side, ...] = ("difference", "before", "after")
    return {side: _Picture(difference, month, side, language).view(shown, bool(passages)) for side in sides}


def widest(views: dict[Side, View]) -> View:
    """The difference with labels that leave room for those of its sides."""
    whole, *sides = (views[side] for side in ("difference", "before", "after"))
    nodes = tuple(
        replace(node, lines=_room([node.lines, *(side.loose[at].lines for side in sides)]))
        for at, node in enumerate(whole.loose)
    )
    edges = tuple(
        replace(edge, label="\n".join(_room([tuple(v.edges[at].label.split("\n")) for v in (whole, *sides)])))
        for at, edge in enumerate(whole.edges)
    )
    return replace(whole, loose=nodes, edges=edges)


def _room(labels: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Line by line the widest of them."""
    return tuple(max(lines, key=columns) for lines in zip_longest(*labels, fillvalue=""))


def _weights(difference: AnswerDifference, month: Month | None) -> Counter[str]:
    """How much changes at a system in itself: its moves, or its form in the month."""
    weights: Counter[str] = Counter()
    if month is None:
        weights.update(move.move.system for move in difference.moves)
    for system in systems_of(difference):
        weights[system] += (
            _Picture(difference, month, "difference", "ja").mark(Place("system", system)) is not None
        )
    return weights


class _Picture:
    def __init__(
        self, difference: AnswerDifference, month: Month | None, side: Side, language: Language
    ) -> None:
        self._difference, self._month, self._side, self._language = difference, month, side, language
        self._moves: dict[str, list[MoveChange]] = {}
        for move in difference.moves:
            self._moves.setdefault(move.move.system, []).append(move)
        self._systems, self._hubs = systems_of(difference), hubs_of(difference)

    def view(self, shown: Shown, any_link: bool) -> View:
        difference, month, side, language = self._difference, self._month, self._side, self._language
        boxes = sorted(shown.columns)
        ids = {box: f"n{number}" for number, box in enumerate(boxes)}
        nodes = tuple(self._node(ids[box], box, shown) for box in boxes)
        edges = tuple(self._edge(line, ids, shown) for line in shown.lines)
        legend = difference_legend(difference, month, side, shown, any_link, language)
        return View(title_of(difference, month, side, language), (), nodes, edges, legend)

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    # --- boxes ---------------------------------------------------------------------------

    def _node(self, id: str, box: Place, shown: Shown) -> Node:
        column = shown.columns[box]
        if box.kind == "rest":
            name = Text(f"ほか {shown.shared[box]} システム", f"{shown.shared[box]} more systems")
            block = box.id or self._say(Text("ブロックなし", "no block"))
            return Node(id, "rest", (self._say(name), shorten(block, 24)), column)
        if box.kind == "direct":
            return Node(
                id, "direct", (self._say(Text("直接の連携（ハブなし）", "direct links (no hub)")),), column
            )
        known = self._hubs if box.kind == "hub" else self._systems
        name_ = shorten(known[box.id].name if box.id in known else box.id)
        mark = self.mark(box)
        hidden = (mark, self._side) in (("added", "before"), ("gone", "after"))
        if self._side != "difference":
            mark = None
        sign = "" if mark is None else self._say(SIGNS[mark]) + " "
        remarks = () if box.kind == "hub" else (*self._remarks(box.id), *self._tests(box.id))
        # External systems look like any other: a dashed box is one that is gone.
        kind: Literal["hub", "system"] = "hub" if box.kind == "hub" else "system"
        return Node(id, kind, (sign + name_, *remarks), column, mark=mark, hidden=hidden)

    def mark(self, box: Place) -> Mark | None:
        """Is there such a system (or hub) on one side only; does it move, or stand, otherwise?"""
        section = "hubs" if box.kind == "hub" else "systems"
        sides = [
            box.id in getattr(answer.landscape, section)
            for answer in (self._difference.before, self._difference.after)
        ]
        if sides[0] != sides[1]:
            return "added" if sides[1] else "gone"
        if box.kind == "hub":
            return None
        if self._month is None:
            return "changed" if box.id in self._moves else None
        one, other = (
            self._form(answer, box.id) for answer in (self._difference.before, self._difference.after)
        )
        return None if one == other else "changed"

    def _remarks(self, system: str) -> Iterator[str]:
        if self._month is None:
            yield from self._move_remarks(system)
            return
        one, other = (
            self._form(answer, system) for answer in (self._difference.before, self._difference.after)
        )
        if self._side != "difference" or one == other:
            said = one if self._side == "before" else other
            yield said or ""
        else:
            yield f"{one or '—'} →"
            yield f"{other or '—'}"

    def _form(self, answer: AnswerView, system: str) -> str | None:
        """The form's number and environment in the month; None where the landscape has no such system."""
        known = answer.landscape.systems.get(system)
        if known is None or self._month is None:
            return None
        steps = [answer.moves.get(MoveRef(system, move.id)) for move in known.moves]
        number = bisect_right([step for step in steps if step is not None], self._month)
        environment = shorten(answer.landscape.environments[known.forms[number].environment].name, 20)
        return self._say(Text(f"形{number}・{environment}", f"form {number}, {environment}"))

    def _move_remarks(self, system: str) -> Iterator[str]:
        """The moves that change; on a side the month that they have there."""
        moves = self._moves.get(system, [])
        for move in moves[:MOST_MOVES]:
            before, after = (str(month) if month else "—" for month in (move.before, move.after))
            if self._side == "difference":
                yield f"{shorten(move.move.move, 16)} {before} → {after}"
            else:
                yield f"{shorten(move.move.move, 16)} {before if self._side == 'before' else after}"
        if len(moves) > MOST_MOVES:
            rest = len(moves) - MOST_MOVES
            yield self._say(Text(f"ほか {rest} 移行", f"{rest} more moves"))

    def _tests(self, system: str) -> Iterator[str]:
        """Cases of the system's links: how many come, go and change, or how many there are on the side."""
        if self._side != "difference":
            answer = self._difference.before if self._side == "before" else self._difference.after
            count = sum(self._is_at(case.link, system) and self._is_now(case.month) for case in answer.tests)
            if count:
                yield self._say(Text(f"テスト {count}", f"tests {count}"))
            return
        signs: Counter[str] = Counter()
        for test in self._difference.tests:
            sides = [
                case if case and self._is_at(case.link, system) and self._is_now(case.month) else None
                for case in (test.before, test.after)
            ]
            if sides[0] or sides[1]:
                signs["changed" if sides[0] and sides[1] else "gone" if sides[0] else "added"] += 1
        if signs:
            said = " ".join(
                f"{self._say(SIGNS[sort])}{signs[sort]}"
                for sort in ("added", "gone", "changed")
                if signs[sort]
            )
            yield self._say(Text(f"テスト {said}", f"tests {said}"))

    def _is_now(self, month: Month) -> bool:
        return self._month is None or month == self._month

    @staticmethod
    def _is_at(link: str, system: str) -> bool:
        return system in link.split("/")[2:]

    # --- lines ---------------------------------------------------------------------------

    def _edge(self, line: Line, ids: dict[Place, str], shown: Shown) -> Edge:
        tail, head, count, back = ids[line.first], ids[line.second], line.there + line.back, line.back
        if shown.columns[line.first] > shown.columns[line.second]:
            tail, head, back = head, tail, line.there
        if self._side == "difference":
            return Edge(tail, head, line.sort, self._said(line, shown), count, back)
        carried: Counter[str] = Counter()
        for (before, after), number in line.said.items():
            one = before if self._side == "before" else after
            if one is not None:
                carried[one.name] += number
        # What is new or gone as a bridge may run on as a native link, which its own line does not show.
        bridged = {name: number for name, number in carried.items() if name != NATIVE}
        kind: EdgeKind = "mixed" if bridged else "native"
        label = "\n".join(f"{self._way(name)} {number}" for name, number in sorted(carried.items()))
        return Edge(tail, head, kind, label, count, back, hidden=not carried)

    def _way(self, name: str) -> str:
        return self._say(Text("連携", "link") if name == NATIVE else short_way(name))

    def _said(self, line: Line, shown: Shown) -> str:
        """``＋ 書き戻し 3``; of what changes what it was, or the months, where they are the same for all."""
        if line.sort == "kept":
            return self._kept(line)
        sign = self._say(SIGNS[line.sort])
        listed: dict[str, list[tuple[Carried | None, Carried | None]]] = {}
        counts: Counter[str] = Counter()
        for (before, after), number in line.said.items():
            name = self._change_name(before, after, line.sort)
            listed.setdefault(name, []).append((before, after))
            counts[name] += number
        said = []
        for name in sorted(listed):
            said.append(f"{sign} {name} {counts[name]}")
            pairs = listed[name]
            if self._month is None and len(pairs) == 1 and not shown.detail.meeting:
                said.extend(self._months(*pairs[0]))
        return "\n".join(said[: 2 * MOST_SAID])

    def _kept(self, line: Line) -> str:
        bridged = sum(n for (one, _), n in line.said.items() if one is not None and one.name != NATIVE)
        count = line.there + line.back
        if not bridged:
            return str(count)
        names = sorted({one.name for one, _ in line.said if one is not None and one.name != NATIVE})
        said = "・".join(self._way(name) for name in names)
        return f"{said} {bridged}" + (f" + {count - bridged}" if count > bridged else "")

    def _change_name(self, before: Carried | None, after: Carried | None, sort: EdgeKind) -> str:
        if sort == "added" and after is not None:
            return self._way(after.name)
        if sort == "gone" and before is not None:
            return self._way(before.name)
        assert before is not None and after is not None
        if before.name != after.name:
            return f"{self._way(before.name)}→{self._way(after.name)}"
        longer = len(after.months) - len(before.months)
        word = (
            Text("延長", "longer")
            if longer > 0
            else Text("短縮", "shorter")
            if longer
            else Text("移動", "moved")
        )
        return f"{self._way(after.name)} {self._say(word)}"

    def _months(self, before: Carried | None, after: Carried | None) -> Iterator[str]:
        spans = [self._span(side) for side in (before, after) if side is not None]
        if len(spans) == 1:
            yield spans[0]
        else:
            yield f"{spans[0]} →"
            yield spans[1]

    def _span(self, carried: Carried) -> str:
        """First and last month, and how many there are, where some between are not among them."""
        first, last, count = min(carried.months), max(carried.months), len(carried.months)
        if first == last:
            return str(first)
        gaps = last - first + 1 != count
        return f"{first}–{last}" + (self._say(Text(f"({count}か月)", f" ({count} months)")) if gaps else "")
