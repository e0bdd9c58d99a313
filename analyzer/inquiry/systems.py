"""Questions about systems: links left out, ends of contracts, months and days of moves."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.graph.landscape_graph import LandscapeGraph
from analyzer.inquiry.questions import Question, Target
from analyzer.landscape.model import Fixed, Landscape, Move, MoveRef, System
from analyzer.messages import Text
from analyzer.reports.naming import named
from analyzer.tables.headings import MOVES, SYSTEMS, attribute_column

CHECKED = "連携の確認"
"""The attribute of a system without links that says what was found out about them."""
_CONTRACT_END = next(column for column in SYSTEMS.columns if column.name == "contract_end")
_OF_MOVES = {column.name: column for column in MOVES.columns}
_MONTH = Text("年月(2026-01、令和8年1月)", "a month (2026-01)")
_DAY = Text("年月日(2026-01-05、令和8年1月5日)", "a day (2026-01-05)")
_FOUND = Text("「連携なし」、または相手と内容", "that there is none, or the partners and contents")


def system_questions(today: LandscapeGraph) -> Iterator[Question]:
    """`today` is the graph at the forms 0."""
    landscape = today.landscape
    isolated = frozenset(today.isolated_systems())
    fixed = _fixed(landscape)
    for at, system in enumerate(landscape.systems.values()):
        today_vendor = (system.forms[0].vendor,)
        name = named(system.name, system.id)
        if system.id in isolated and CHECKED not in system.remarks.attributes:
            yield Question(
                "isolated", system.id, today_vendor, name,
                Text(f"{name.ja}には連携の記載がありません。本当にありませんか。",
                     f"No link of {name.en} is listed. Is there really none?"),
                _FOUND, f"systems[{system.id}].attributes.{CHECKED}",
                Target("systems", at, ("attributes", CHECKED)), attribute_column(CHECKED),
            )  # fmt: skip
        if system.moves and system.contract_end is None:
            yield Question(
                "contract_end", system.id, today_vendor, name,
                Text(f"現行の{name.ja}は、いつまで使えますか(契約・保守の最後の月)。",
                     f"Until when can today's {name.en} be used (last month of its contract)?"),
                _MONTH, f"systems[{system.id}].contract_end",
                Target("systems", at, ("contract_end",)), _CONTRACT_END,
            )  # fmt: skip
        for number, move in enumerate(system.moves):
            yield from _of_move(system, at, number, move, fixed)


def _of_move(
    system: System, at: int, number: int, move: Move, fixed: frozenset[MoveRef]
) -> Iterator[Question]:
    ref, vendor = MoveRef(system.id, move.id), (move.to.vendor,)
    about = Text(f"{system.name}（{ref}）", str(ref))
    if move.earliest is None and move.latest is None and move.fixed is None and ref not in fixed:
        yield Question(
            "earliest", str(ref), vendor, about,
            Text(f"{about.ja}は、早ければ何月に切り替えられますか。", f"In which month can {ref} be done at the earliest?"),
            _MONTH, f"systems[{system.id}].moves[{move.id}].earliest",
            Target("systems", at, ("moves", number, "earliest")), _OF_MOVES["earliest"],
        )  # fmt: skip
    if move.day is None:
        yield Question(
            "day", str(ref), vendor, about,
            Text(f"{about.ja}の切替日はいつですか。", f"On which day is {ref} to be done?"),
            _DAY, f"systems[{system.id}].moves[{move.id}].day",
            Target("systems", at, ("moves", number, "day")), _OF_MOVES["day"],
        )  # fmt: skip


def _fixed(landscape: Landscape) -> frozenset[MoveRef]:
    return frozenset(ref for rule in landscape.rules if isinstance(rule, Fixed) for ref, _ in rule.months)
