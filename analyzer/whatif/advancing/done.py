"""Which moves were done, as people write it: ``jumin.shift``, ``jumin.shift=2026-11``, several with commas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.plan.changes import SHOWN, month_of, move_names, refuse, unknown_move, words, wrong

Moves = Mapping[MoveRef, Month]


def read_done(
    landscape: Landscape,
    planned: Moves,
    to: Month,
    done: Sequence[str] = (),
    *,
    as_planned: bool = False,
    late: Sequence[str] = (),
) -> dict[MoveRef, Month]:
    """The months in which moves took effect, all before `to`; `planned` has every move of the landscape.

    A move without a month was done in its planned one, or in the last month before `to` where the plan has
    it later. `as_planned`: every move that is planned before `to`, but those that are `late`. InputError names everything
    that cannot be: a move that there is not, a month that is not over or lies before the horizon, a move
    done before the one in front of it.
    """
    faults = list(_outside(landscape, to))
    names = move_names(landscape)
    found: dict[MoveRef, Month] = {}
    behind = {names[name] for name in words(late) if name in names}
    faults += [unknown_move(name, names) for name in words(late) if name not in names]
    for text in words(done):
        name, equals, written = (piece.strip() for piece in text.partition("="))
        ref = names.get(name)
        month = _month(landscape, to, name, written) if equals else None
        if ref is None:
            faults.append(unknown_move(name, names))
        if isinstance(month, Finding):
            faults.append(month)
        elif ref is not None:
            when = month or min(planned[ref], to + -1)
            if ref in behind or found.get(ref, when) != when:
                faults.append(_twice(ref))
            found[ref] = when
    if as_planned:
        for ref, month in planned.items():
            if month < to and ref not in behind:
                found.setdefault(ref, month)
    faults += _out_of_order(landscape, found)
    refuse(faults)
    return dict(sorted(found.items()))


def _outside(landscape: Landscape, to: Month) -> Iterator[Finding]:
    horizon = landscape.horizon
    if horizon.first < to <= horizon.last:
        return
    span = f"{horizon.first + 1} ～ {horizon.last}" if len(horizon) > 1 else "—"
    yield wrong(
        "outside_horizon",
        Text(f"新しい月 {to} へは進められません(進められるのは {span})。",
             f"The landscape cannot be advanced to {to} (it can to {span})."),
        Text("計画の期間の、最初の月より後の月を指定してください。期間が足りなければ horizon.last を延ばしてください。",
             "Give a month of the horizon after its first one; where it is too short, raise horizon.last."),
    )  # fmt: skip


def _month(landscape: Landscape, to: Month, name: str, text: str) -> Month | Finding:
    month = month_of(name, text)
    if isinstance(month, Finding) or landscape.horizon.first <= month < to:
        return month
    name = name[:SHOWN]
    return wrong(
        "done_outside",
        Text(f"移行 {name} は {month} に済んだことにできません。", f"Move {name} cannot have been done in {month}."),
        Text(f"{landscape.horizon.first} から {to + -1} までの月を書いてください(これからの移行は書きません)。",
             f"Give a month from {landscape.horizon.first} to {to + -1}; leave out what is still ahead."),
    )  # fmt: skip


def _out_of_order(landscape: Landscape, done: Moves) -> Iterator[Finding]:
    for system in landscape.systems.values():
        refs = [MoveRef(system.id, move.id) for move in system.moves]
        for before, after in pairwise(refs):
            if after not in done:
                continue
            if before not in done:
                yield wrong(
                    "done_out_of_order",
                    Text(f"移行 {after} が済んでいますが、その前の {before} が済んでいません。",
                         f"Move {after} is done, but {before} before it is not."),
                    Text(f"{before} も済んでいれば、済んだものに加えてください(コマンドなら --done {before})。",
                         f"If {before} is done too, say so (on the command line: --done {before})."),
                )  # fmt: skip
            elif done[after] < done[before]:
                yield wrong(
                    "done_out_of_order",
                    Text(f"移行 {after}({done[after]})が、その前の {before}({done[before]})より先です。",
                         f"Move {after} ({done[after]}) comes before {before} ({done[before]})."),
                    Text(f"どちらかの年月を直してください(同じ月なら、コマンドでは --done {after}={done[before]})。",
                         f"Correct one of the months (in the same month, on the command line: --done {after}={done[before]})."),
                )  # fmt: skip


def _twice(ref: MoveRef) -> Finding:
    return wrong(
        "done_twice",
        Text(f"移行 {ref} が二通りに書かれています。", f"Move {ref} is given in two ways."),
        Text("済んだ月を一つだけ、または --late だけを書いてください。", "Give one month, or --late alone."),
    )
