"""The difference of two answers as a report: what is broken, what it costs, then every change with its sign.

``＋`` stands for what only the later answer has, ``−`` for what only the earlier one has, ``≠`` for what both have
otherwise; the picture (`analyzer.diagrams.difference_picture`) uses the same signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS, KINDS, STATUSES
from analyzer.reports.answer_names import Names
from analyzer.reports.difference import CHANGES, LISTED_LINKS, months_text, signed
from analyzer.reports.layout import (
    NONE,
    Cell,
    Report,
    Section,
    Table,
    both,
    columns,
    findings_section,
    join,
    month_or_none,
)
from analyzer.reports.naming import cost_heading
from analyzer.whatif.answers import (
    AnswerDifference,
    BridgeChange,
    CaseChange,
    CaseView,
    Change,
    Figure,
    WayRun,
)
from analyzer.whatif.answers.view import Peak, PeakOf
from analyzer.whatif.answers.words import counts_of, sign_of

FIGURES = {
    "bound": Text("費用の下限", "lower bound of the cost"),
    "bridge_cost_alone": Text("過渡期連携と休止だけの最少", "least bridges and suspensions alone"),
    "end": Text("最後の移行", "last move"),
    "bridges": Text("過渡期連携の数", "bridges"),
    "bridge_months": Text("過渡期連携の延べ月数", "bridge-months"),
    "suspended": Text("休止する連携", "suspended links"),
    "tests": Text("連携テストの数", "test cases"),
    "changed_links": Text("変わる連携すべてのテスト", "tests of every changed link"),
    "everything": Text("切り替わるものすべてのテスト", "tests of everything that cuts over"),
    "changed_twice": Text("二度以上変わる連携", "links that change twice or more"),
    "tested_twice": Text("二度以上テストする連携", "links tested twice or more"),
}
_PEAKS = {"cutovers": Text("切替の山", "peak of cutovers"), "tests": Text("テストの山", "peak of tests")}


def change_text(change: Change) -> Text:
    """``＋ 新規``, ``− 不要に``, ``≠ 延長``."""
    sign, word = sign_of(change), CHANGES[change]
    return Text(f"{sign.ja} {word.ja}", f"{sign.en} {word.en}")


def answer_difference_report(
    difference: AnswerDifference, files: tuple[str, str] = ("before", "after")
) -> Report:
    """`files` are what people call the two answers. CSV gives every change as a row of one table."""
    names = Names(difference.before, difference.after)
    parts = (
        _moves(difference, names),
        _bridges(difference, names),
        _suspended(difference, names),
        _tests(difference, names),
        _links(difference, names),
        _peaks(difference, names),
    )
    sections = (
        _head(difference, files),
        *findings_section(
            Text("後の答えだけにある違反", "Rules that only the later answer breaks"),
            difference.violations_new,
        ),
        *findings_section(
            Text("前の答えだけにある違反", "Rules that only the earlier answer breaks"),
            difference.violations_gone,
        ),
        *_figures(difference),
        *(_section(heading, table) for heading, table in parts if table.rows),
        *findings_section(
            Text("後の答えだけにある確認事項", "Findings of the later answer only"), difference.findings_new
        ),
        *findings_section(
            Text("前の答えだけにある確認事項", "Findings of the earlier answer only"),
            difference.findings_gone,
        ),
    )
    return Report(sections, _every_change(difference, parts))


def _section(heading: Text, table: Table) -> Section:
    count = len(table.rows)
    return Section(Text(f"{heading.ja}({count} 件)", f"{heading.en} ({count})"), table=table)


def _head(difference: AnswerDifference, files: tuple[str, str]) -> Section:
    before, after = difference.before, difference.after
    place = both(after.landscape.name)
    lines = [
        place,
        Text(f"前: {files[0]}({STATUSES[before.status].ja})", f"Before: {files[0]} ({STATUSES[before.status].en})"),
        Text(f"後: {files[1]}({STATUSES[after.status].ja})", f"After: {files[1]} ({STATUSES[after.status].en})"),
    ]  # fmt: skip
    for side, file in zip((before, after), files, strict=True):
        if not side.known:
            lines.append(Text(
                f"{file} は、ここにあるものとは別の内容のランドスケープで作られた答えです。両方の答えに書かれていることだけを比べます。",
                f"{file} was made for another landscape than the one at hand: only what the answers list is compared.",
            ))  # fmt: skip
        if side.cost is None:
            lines.append(Text(
                f"{file} の計画は、移行の年月が正しくないか、運べない連携があるため、費用がありません。過渡期連携とテストは比べられません。",
                f"The plan of {file} has no cost (its moves are not in order, or a link cannot be carried): bridges and tests cannot be compared.",
            ))  # fmt: skip
    if difference.is_empty:
        lines.append(Text("違いはありません。", "They do not differ."))
    elif difference.counted:
        lines.append(_counted(difference))
    return Section(Text("二つの答えの違い", "What differs between two answers"), tuple(lines))


def _counted(difference: AnswerDifference) -> Text:
    """How much changes, in one line."""
    said = list(counts_of(difference))
    links = len(difference.links)
    said.append(Text(f"運び方の変わる連携 {links}", f"links carried otherwise {links}"))
    return join(said, "、", "; ")


def _figures(difference: AnswerDifference) -> Iterator[Section]:
    """Cost by part, then everything else that is counted; parts that are nothing on both sides are left out."""
    shown = [f for f in difference.costs if f.name == "total" or f.before or f.after]
    heads = columns(
        ("項目", "part"),
        ("前", "before", "number"),
        ("後", "after", "number"),
        ("差", "difference", "number"),
    )
    heading = cost_heading(difference.after.landscape)
    yield Section(heading, table=Table(heads, tuple(_figure(COST_PARTS[f.name], f) for f in shown)))
    counted = [f for f in difference.figures if f.before is not None or f.after is not None]
    yield Section(
        Text("その他の数字", "Other figures"),
        table=Table(heads, tuple(_figure(FIGURES[f.name], f) for f in counted)),
    )


def _figure(name: Text, figure: Figure) -> tuple[Cell, ...]:
    by = figure.difference
    if by is None:
        return name, _value(figure.before), _value(figure.after), None
    months = isinstance(figure.before, Month)
    said = Text(f"{signed(by)} か月", f"{signed(by)} month(s)") if months and by else both(signed(by))
    return name, _value(figure.before), _value(figure.after), said


def _value(value: int | Month | None) -> Cell:
    return NONE if value is None else both(f"{value:,}" if isinstance(value, int) else str(value))


# --- one table a part; every row begins with change, what, before, after -------------------------

_Part = tuple[Text, Table]
_HEADS = (("変化", "change"), ("内容", "what"), ("前", "before"), ("後", "after"))


def _moves(difference: AnswerDifference, names: Names) -> _Part:
    rows = tuple(
        (
            change_text(move.change), names.move(move.move), month_or_none(move.before), month_or_none(move.after),
            None if move.before is None or move.after is None else signed(move.after - move.before),
        )
        for move in difference.moves
    )  # fmt: skip
    heads = columns(*_HEADS, ("月数", "months", "number"))
    return Text("移行の年月", "Months of moves"), Table(heads, rows)


def _bridges(difference: AnswerDifference, names: Names) -> _Part:
    rows: list[tuple[Cell, ...]] = []
    for bridge in difference.bridges:
        shown = bridge.shown
        of_vendor = shown.system is None and shown.hub is None and shown.integration is None
        whose = [] if shown.vendor is None or of_vendor else [names.vendor(shown.vendor)]
        kind = KINDS.get(shown.kind, both(shown.kind))
        costs = [None if side is None else side.paid for side in (bridge.before, bridge.after)]
        rows.append((
            change_text(bridge.change),
            join([kind, names.place(shown), *whose], " ・ ", " · "),
            months_text(bridge.before.months if bridge.before else ()),
            months_text(bridge.after.months if bridge.after else ()),
            *("—" if cost is None else f"{cost:,}" for cost in costs),
            _bridge_details(bridge, names),
        ))  # fmt: skip
    heads = columns(
        *_HEADS, ("費用(前)", "cost before", "number"), ("費用(後)", "cost after", "number"),
        ("詳細", "details", "below"),
    )  # fmt: skip
    return Text("過渡期連携", "Bridges"), Table(heads, tuple(rows))


def _bridge_details(bridge: BridgeChange, names: Names) -> Text:
    groups: dict[tuple[Text, Text], list[str]] = {}
    for link, one, other in bridge.serves:
        groups.setdefault((months_text(one), months_text(other)), []).append(link)
    sides = (bridge.before.months if bridge.before else (), bridge.after.months if bridge.after else ())
    whole = months_text(sides[0]), months_text(sides[1])
    said = [
        _served(links, None if pair == whole else pair)
        for pair, links in groups.items()
        if pair != whole
        or links != [bridge.shown.integration]  # a converter's link stands in its place already
    ]
    if bridge.before is not None and bridge.after is not None:
        said += _other_details(bridge, names)
    elif bridge.shown.reason is not None:
        said.insert(0, bridge.shown.reason)
    return join(said, " ", "; ")


def _served(links: list[str], months: tuple[Text, Text] | None) -> Text:
    """Links with the same months before and after (None: those of the bridge), the first of them by name."""
    listed, rest = ", ".join(links[:LISTED_LINKS]), len(links) - LISTED_LINKS
    more = Text(f" ほか {rest} 件", f" and {rest} more") if rest > 0 else Text("", "")
    run = Text("", "")
    if months is not None:
        before, after = months
        run = Text(f" {before.ja} → {after.ja}", f" {before.en} → {after.en}")
    return Text(
        f"連携 {len(links)} 件{run.ja}: {listed}{more.ja}。",
        f"{len(links)} link(s){run.en}: {listed}{more.en}",
    )


def _other_details(bridge: BridgeChange, names: Names) -> Iterator[Text]:
    """What else is not the same: prices, whether it exists, whether it stays, the moves that a relay serves."""
    before, after = bridge.before, bridge.after
    assert before is not None and after is not None
    words = {"setup": Text("構築費", "setup"), "per_link": Text("連携ごとの費用", "per link"),
             "per_month": Text("月ごとの費用", "per month")}  # fmt: skip
    for field, word in words.items():
        one, other = getattr(before, field), getattr(after, field)
        if one != other:
            yield Text(f"{word.ja} {one:,} → {other:,}", f"{word.en} {one:,} → {other:,}")
    if before.existing != after.existing:
        yield (
            Text("既設になる", "exists already") if after.existing else Text("新設になる", "has to be built")
        )
    if before.permanent != after.permanent:
        yield Text("恒久になる", "becomes permanent") if after.permanent else Text("一時になる", "becomes temporary")  # fmt: skip
    moves = dict(before.moves), dict(after.moves)
    for ref in sorted({*moves[0], *moves[1]}):
        one, other = (months_text(side.get(ref, ())) for side in moves)
        if one != other:
            name = names.move(ref)
            yield Text(f"{name.ja}: {one.ja} → {other.ja}", f"{name.en}: {one.en} → {other.en}")


def _suspended(difference: AnswerDifference, names: Names) -> _Part:
    rows = tuple(
        (
            change_text(entry.change),
            names.link(entry.link),
            months_text(entry.before),
            months_text(entry.after),
        )
        for entry in difference.suspended
    )
    return Text("休止する連携", "Suspended links"), Table(columns(*_HEADS), rows)


def _tests(difference: AnswerDifference, names: Names) -> _Part:
    rows = tuple(
        (
            change_text(test.change), names.link(test.shown.link), _case_month(test.before),
            _case_month(test.after), names.vendors(test.shown.vendors), _test_details(test),
        )
        for test in difference.tests
    )  # fmt: skip
    heads = columns(*_HEADS, ("ベンダ", "vendors"), ("詳細", "details", "below"))
    return Text("連携テスト", "Integration tests"), Table(heads, rows)


def _case_month(case: CaseView | None) -> Text:
    return month_or_none(None if case is None else case.month)


def _test_details(test: CaseChange) -> Text:
    one, other = test.before, test.after
    if one is None or other is None:
        return test.shown.reason or Text("", "")
    said = []
    if one.link != other.link:
        said.append(Text(f"前は {one.link} のテストで確認していた", f"was the test of {one.link} before"))
    new, gone = len({*other.covers} - {*one.covers}), len({*one.covers} - {*other.covers})
    if new or gone:
        said.append(Text(f"確認する区間 ＋{new} −{gone}", f"legs tested +{new} −{gone}"))
    if one.vendors != other.vendors or one.owners != other.owners:
        said.append(Text("関係者が変わる", "other parties"))
    return join(said, "。", "; ")


def _links(difference: AnswerDifference, names: Names) -> _Part:
    rows = []
    for link in difference.links:
        for index, run in enumerate(link.runs):
            before, after = run_text(run, names)
            months = str(run.first) if run.first == run.last else f"{run.first}–{run.last}"
            name = names.link(link.link) if index == 0 else both(link.link)
            rows.append((change_text(run_change(run)), name, before, after, months))
    heads = columns(*_HEADS, ("年月", "months"))
    return Text("連携の運び方", "How links are carried"), Table(heads, tuple(rows))


def run_change(run: WayRun) -> Change:
    """A link that is there on one side only is new or gone; else it is carried otherwise."""
    return "new" if run.before is None else "gone" if run.after is None else "changed"


def run_text(run: WayRun, names: Names) -> tuple[Text, Text]:
    """Both ways; where they are of one name, with the bridges' places, so that they can be told apart."""
    alike = names.way(run.before) == names.way(run.after)
    return names.way(run.before, fully=alike), names.way(run.after, fully=alike)


def _peaks(difference: AnswerDifference, names: Names) -> _Part:
    rows = []
    for of, before, after in difference.peaks:
        change: Change = "new" if before is None else "gone" if after is None else "changed"
        rows.append((change_text(change), _peak_of(of, names), _peak(before), _peak(after)))
    return Text("山(最も多い月)", "Peaks"), Table(columns(*_HEADS), tuple(rows))


def _peak_of(of: PeakOf, names: Names) -> Text:
    what = _PEAKS[of.what]
    if not of.of:
        return what
    whose = names.vendor(of.name) if of.of == "vendor" else both(of.name)
    return Text(f"{what.ja} ・ {whose.ja}", f"{what.en} · {whose.en}")


def _peak(peak: Peak | None) -> Text:
    if peak is None or peak.month is None:
        return NONE
    return Text(f"{peak.month} {peak.height} 件", f"{peak.month}: {peak.height}")


def _every_change(difference: AnswerDifference, parts: Iterable[_Part]) -> Table:
    """Part, change, what, before, after of everything that differs; costs first."""
    costs = Text("費用", "cost")
    rows: list[tuple[Cell, ...]] = [
        (costs, change_text("changed"), COST_PARTS[f.name], _value(f.before), _value(f.after))
        for f in difference.costs
        if f.before != f.after
    ]
    for heading, table in parts:
        months = [at for at, column in enumerate(table.columns) if column.heading.en == "months"]
        for row in table.rows:
            beside = row[months[0]] if months and heading.en == "How links are carried" else None
            rows.append((heading, *row[:4], beside))
    heads = columns(("区分", "part"), *_HEADS, ("年月", "months"))
    return Table(heads, tuple(row if len(row) == 6 else (*row, None) for row in rows))
