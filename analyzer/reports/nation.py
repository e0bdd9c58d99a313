"""The nation's answer as text and CSV; coverage stands beside every figure, and what is not known is said so."""

from __future__ import annotations

from typing import Literal

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.nation.answer import NationAnswer
from analyzer.nation.assumptions import UNKNOWN, Assumptions
from analyzer.nation.prefectures import PREFECTURES
from analyzer.nation.standing import PrefectureToday, Range
from analyzer.nation.workload import VendorLoad
from analyzer.reports.layout import Cell, Column, Report, Section, Table, both, columns, finding_entry, join

Subject = Literal["bridges", "load", "months", "teams"]
_NO_DATA = Text("データなし", "no data")
_ALL = Text("計", "all")


def nation_report(answer: NationAnswer, subject: Subject = "bridges") -> Report:
    """Everything as text; `subject` is the table that CSV gives."""
    tables = {
        "bridges": _bridges(answer),
        "load": _loads(answer),
        "months": _months(answer),
        "teams": _teams(answer),
    }
    sections = (
        Section(Text("全国の移行状況", "Migration in the nation"), (*_scope(answer), *_head(answer))),
        Section(
            Text("いま動いているはずの過渡期連携", "Bridges that should stand today"),
            tuple(_read_bridges(answer)),
            tables["bridges"],
        ),
        Section(
            Text("ベンダごとの残りと能力", "What remains, by vendor"),
            tuple(_read_loads(answer)),
            tables["load"],
        ),
        Section(
            Text("求められる切替が能力を超える月", "Months in which more is asked than can be done"),
            table=tables["months"],
        ),
        Section(
            Text("チームを増やすと", "What more teams buy"),
            tuple(_read_teams(answer)),
            _teams_side_by_side(answer),
        ),
        Section(Text("仮定", "Assumptions"), entries=tuple(_assumed(answer.assumptions))),
        Section(
            Text("データについて", "About the data"),
            entries=tuple(map(finding_entry, answer.nation.findings)),
        ),
    )
    return Report(sections, tables[subject])


def _scope(answer: NationAnswer) -> list[Text]:
    """The prefectures, where not all were asked for."""
    if len(answer.nation.scope) == len(PREFECTURES):
        return []
    names = join(prefecture.name for prefecture in answer.nation.scope)
    return [Text(f"都道府県: {names.ja}", f"Prefectures: {names.en}")]


def _head(answer: NationAnswer) -> list[Text]:
    today, coverage = answer.whole, answer.whole.coverage
    share = f"{100 * coverage.progress / coverage.all:.1f}"
    return [
        Text(f"進捗の時点: {answer.assumptions.as_of}、適合パッケージ: {answer.nation.packages_until or '—'} まで",
             f"Progress as of {answer.assumptions.as_of}, conformant packages up to {answer.nation.packages_until or '—'}"),
        Text(f"進捗のデータ: {coverage.all:,} 市区町村のうち {coverage.progress:,}({share} %)。期限の延長: {coverage.extensions:,}、両方: {coverage.both:,}、どちらもない: {coverage.no_data:,}",
             f"Progress is known of {coverage.progress:,} of {coverage.all:,} municipalities ({share} %), extended deadlines of {coverage.extensions:,}, both of {coverage.both:,}, neither of {coverage.no_data:,}"),
        Text(f"その {coverage.progress:,} 団体の 20 業務: 移行済み {today.moved:,}、これから {today.to_move:,}、データなし {today.unknown:,}。混在 {today.mixed_municipalities:,} 団体",
             f"Their 20 areas: {today.moved:,} have moved, {today.to_move:,} have not, {today.unknown:,} without data; {today.mixed_municipalities:,} municipalities are in a mixed state"),
    ]  # fmt: skip


def _read_bridges(answer: NationAnswer) -> list[Text]:
    today = answer.whole
    if today.bridges is None:
        return [_NO_DATA]
    seeds = answer.assumptions.seeds
    coverage = f"{today.coverage.progress:,} / {today.coverage.all:,}"
    per = answer.assumptions.per == "vendor"
    ranged = Text(f"(ベンダの抽選 {seeds} 回で {today.bridges.least:,} ～ {today.bridges.most:,})",
                  f" ({today.bridges.least:,} to {today.bridges.most:,} over {seeds} draws of vendors)") if per else Text(
                      "(システムごとに一つ作るので、ベンダによらない)", " (one for each system, so vendors do not matter)")  # fmt: skip
    return [Text(
        f"混在する連携 {today.mixed:,} を運ぶ過渡期連携は、仮定のもとで少なくとも {today.bridges.value:,}{ranged.ja}。データのある {coverage} 団体の分で、ほかはデータなし",
        f"The {today.mixed:,} mixed links need at least {today.bridges.value:,} bridges under the assumptions{ranged.en}. This is of {coverage} municipalities; no data of the rest",
    )]  # fmt: skip


def _bridges(answer: NationAnswer) -> Table:
    heads = columns(
        ("都道府県", "prefecture"), ("市区町村", "all", "number"), ("進捗あり", "with data", "number"),
        ("期限延長", "extended", "number"), ("混在", "mixed", "number"), ("移行済み", "moved", "number"), ("これから", "to move", "number"),
        ("混在連携", "mixed links", "number"), ("過渡期連携", "bridges", "number"), ("最少", "least", "number"), ("最多", "most", "number"),
    )  # fmt: skip
    return Table(heads, tuple(_bridge_row(row) for row in (answer.whole, *answer.prefectures)))


def _bridge_row(row: PrefectureToday) -> tuple[Cell, ...]:
    name = _ALL if row.prefecture is None else row.prefecture.name
    coverage = row.coverage
    if row.bridges is None:
        nothing: list[Cell] = [_NO_DATA, *[None] * 6]
        return (name, coverage.all, coverage.progress, coverage.extensions, *nothing)
    return (
        name, coverage.all, coverage.progress, coverage.extensions, row.mixed_municipalities, row.moved, row.to_move,
        row.mixed, row.bridges.value, row.bridges.least, row.bridges.most,
    )  # fmt: skip


def _read_loads(answer: NationAnswer) -> list[Text]:
    remaining = answer.workload.remaining
    asked = answer.workload.asked_too_much
    vendors = len({a.vendor.company for a in asked})
    lines = [
        Text(f"残り: もとの期限 {remaining.by_law:,}、延長 {remaining.extended:,}、延長のデータなし {remaining.unlisted:,}、除いたもの {remaining.left_out:,}",
             f"Remaining: {remaining.by_law:,} by the deadline, {remaining.extended:,} extended, {remaining.unlisted:,} without data on an extension, {remaining.left_out:,} left out"),
        Text(f"能力を超えて求められるのは {vendors} ベンダ、延べ {len(asked)} か月。期限を過ぎるのは、どう並べても合わせて {sum(v.late.value for v in answer.workload.vendors):,} 件",
             f"{vendors} vendors are asked for more than they can do, in {len(asked)} vendor-months; {sum(v.late.value for v in answer.workload.vendors):,} cutovers are late in whatever order"),
        Text("必要: 一件も遅れない最小の能力(— は、期限を過ぎたものがあり、なし)。山: 最も多く求められる月",
             "needed: least capacity at which none is late (—: some are overdue already); peak: the month asked for most"),
    ]  # fmt: skip
    proofs = [v for v in answer.workload.vendors if v.proof][:1]
    for vendor in proofs:
        first, last, excess = vendor.proof[0]
        months = answer.workload.months
        places = sum(vendor.capacity for o in answer.workload.open[first : last + 1] if o)
        lines.append(Text(
            f"証明の例: {_name(vendor).ja} は {months[first]} から {months[last]} までに終えるべきものが {places + excess:,} あり、その間の能力は {places:,}",
            f"A proof, as an example: {_name(vendor).en} has {places + excess:,} to finish from {months[first]} to {months[last]}, and can do {places:,} in these months",
        ))  # fmt: skip
    return lines


def _loads(answer: NationAnswer) -> Table:
    heads = columns(
        ("ベンダ(仮定)", "vendor (assumed)"), ("残り", "remaining", "number"), ("抽選の幅", "over draws"), ("能力/月", "capacity", "number"),
        ("山", "peak"), ("件数", "asked", "number"), ("超える月", "months over", "number"), ("遅れ", "late", "number"), ("遅れの幅", "over draws"),
        ("完了", "end"), ("必要", "needed", "number"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for vendor in answer.workload.vendors:
        peak, month = _peak(answer, vendor)
        over = sum(asked.vendor is vendor for asked in answer.workload.asked_too_much)
        rows.append((
            _name(vendor), vendor.remaining.value, _spread(vendor.remaining), vendor.capacity, month, peak, over,
            vendor.late.value, _spread(vendor.late), _month(vendor.teams[0].end),
            "—" if vendor.needed is None else vendor.needed,
        ))  # fmt: skip
    return Table(heads, tuple(rows))


def _months(answer: NationAnswer) -> Table:
    heads = columns(
        ("ベンダ(仮定)", "vendor (assumed)"), ("月", "month"), ("求められる切替", "asked", "number"), ("能力", "capacity", "number"), ("超過", "over", "number"),
    )  # fmt: skip
    return Table(heads, tuple(
        (_name(a.vendor), str(a.month), a.demand, a.capacity, a.excess) for a in answer.workload.asked_too_much
    ))  # fmt: skip


def _read_teams(answer: NationAnswer) -> list[Text]:
    team = answer.assumptions.team
    return [Text(f"一チームは月に {team} 件。増やすチームの数ごとに、遅れの件数と完了の月",
                 f"A team does {team} cutover(s) a month; for each number of more teams: late cutovers, month of the last one")]  # fmt: skip


def _teams_side_by_side(answer: NationAnswer) -> Table:
    """One row for each vendor, so that people see the gain along it."""
    heads = columns(("ベンダ(仮定)", "vendor (assumed)"), ("能力/月", "capacity", "number")) + tuple(
        Column(both(f"+{teams}" if teams else "±0"), number=True)
        for teams in range(answer.assumptions.teams + 1)
    )
    return Table(heads, tuple(
        (_name(vendor), vendor.capacity, *(f"{row.late:,} ({row.end or '–'})" for row in vendor.teams))
        for vendor in answer.workload.vendors
    ))  # fmt: skip


def _teams(answer: NationAnswer) -> Table:
    heads = columns(
        ("ベンダ(仮定)", "vendor (assumed)"), ("増やすチーム", "more teams", "number"), ("能力/月", "capacity", "number"), ("遅れ", "late", "number"),
        ("減る遅れ", "fewer late", "number"), ("完了", "end"),
    )  # fmt: skip
    return Table(heads, tuple(
        (_name(vendor), row.teams, row.capacity, row.late, row.gain, _month(row.end))
        for vendor in answer.workload.vendors for row in vendor.teams
    ))  # fmt: skip


def _assumed(assumed: Assumptions) -> list[Text]:
    """Each with the option that changes it."""
    closed = ", ".join(map(str, sorted(assumed.closed)))
    unlisted = {
        "law": Text("もとの期限まで", "by the deadline"),
        "extended": Text("延長後の期限まで", "by the extended deadline"),
        "left-out": Text("数えない", "not counted"),
    }[assumed.unlisted]
    capacity = Text(
        "データの月までの実績の平均(切り上げ)", "its average up to the month of the data, rounded up"
    )
    if assumed.capacity is not None:
        capacity = Text(f"月 {assumed.capacity:,} 件", f"{assumed.capacity:,} a month")
    said = [
        ("--as-of", f"進捗の時点は {assumed.as_of}。率 1.0 は移行済み、それ未満はこれから", f"the rates are of {assumed.as_of}; 1.0 has moved, less has not"),
        ("--deadline, --extended-until", f"期限は {assumed.deadline}、延長は {assumed.extended_until} まで(団体ごとの年度は公表されていない)",
         f"the deadline is {assumed.deadline}, an extended one {assumed.extended_until} (the year of each body is not published)"),
        ("--unlisted", f"期限延長のファイルにない団体: {unlisted.ja}", f"municipalities that the file of extended deadlines does not list: {unlisted.en}"),
        ("--links", f"業務の間の連携は {len(assumed.links)} 通り(仮定。docs/nation.md)", f"{len(assumed.links)} links between the areas (assumed, see docs/nation.md)"),
        ("--per", "過渡期連携は現行維持と標準先行だけで、一つの費用は 1。" + ("システムごとに一つ" if assumed.per == "system" else "ベンダごとに一つ"),
         f"bridges keep the legacy interface or bring the standard one forward, at cost 1, one for each {assumed.per}"),
        ("--seed, --seeds", f"ベンダは業務ごとに、適合パッケージの数に応じた抽選(種 {assumed.seed}、{assumed.seeds} 回)。現行のベンダも同じとする",
         f"vendors are drawn by share of conformant packages of the area (seed {assumed.seed}, {assumed.seeds} draws), and are those of today too"),
        ("--spread", "切替は期限までの月に均等に散る(抽選)" if assumed.spread == "even" else "切替は期限の月に集中する",
         "cutovers spread evenly over the months to their deadline (drawn)" if assumed.spread == "even" else "all cutovers in the last month allowed"),
        ("--capacity, --capacity-of, --since", f"ベンダの能力: {capacity.ja}(実績は {assumed.since} から数える)", f"a vendor's capacity: {capacity.en} (counted from {assumed.since})"),
        ("--closed", f"切替のない月: {closed or 'なし'}", f"months without cutovers: {closed or 'none'}"),
    ]  # fmt: skip
    return [Text(f"{ja}({option})", f"{en} ({option})") for option, ja, en in said]


def _name(vendor: VendorLoad) -> Text:
    return Text("不明", "unknown") if vendor.company == UNKNOWN.company else both(vendor.name)


def _peak(answer: NationAnswer, vendor: VendorLoad) -> tuple[int, str | None]:
    peak = max(vendor.demand)
    if not peak:
        return 0, None
    return peak, str(answer.workload.months[vendor.demand.index(peak)])


def _month(month: Month | None) -> str | None:
    return None if month is None else str(month)


def _spread(figure: Range) -> str:
    return f"{figure.least:,}–{figure.most:,}"
