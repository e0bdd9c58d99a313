"""What slips make of a plan: the end, the cost, the rules, who drives it, the bridges; as text."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import COST_PARTS, KINDS
from analyzer.reports.headline import headline
from analyzer.reports.layout import Cell, Report, Section, Table, both, columns, join
from analyzer.reports.naming import place_named, vendor_named
from analyzer.whatif.slips.driving import Driver
from analyzer.whatif.slips.simulation import Slipping
from analyzer.whatif.slips.spread import Spread

RULES = {
    "earliest": Text("最早年月より前", "before its earliest month"),
    "latest": Text("最遅年月より後", "after its latest month"),
    "fixed": Text("固定年月と違う", "not in its fixed month"),
    "move_blackout": Text("移行できない月", "in a blackout month of its own"),
    "not_with_previous": Text("前の移行と同じ月", "in the month of the move before it"),
    "contract_end": Text("現行契約の終了後も現行のまま", "still on today's form after its contract's end"),
    "environment_unavailable": Text("使えない環境にある", "in an environment that is not available"),
    "package_unavailable": Text("使えないパッケージにある", "on a package that is not available"),
    "blackout": Text("切替を行わない月", "cuts over in a blackout month"),
    "vendor_unavailable": Text("ベンダが対応できない月", "cuts over while its vendor is unavailable"),
    "vendor_capacity": Text("ベンダの切替の上限を超える", "more cutovers than the vendor can do"),
    "capacity": Text("全体の切替の上限を超える", "more cutovers than all can do"),
    "together": Text("同じ月に行うべき移行が別の月", "moves that belong together fall apart"),
    "before": Text("順番や間隔が足りない", "too early after another move"),
    "deadline": Text("期限に遅れる", "misses its deadline"),
    "line_needed": Text("移行前に要る回線がない", "no line beforehand"),
}


def percent(value: Fraction) -> str:
    """``12.3 %``; what is not 0 is never shown as 0."""
    if 0 < value < Fraction(1, 2000):
        return "<0.1 %"
    return f"{float(100 * value):.1f} %"


def decimal(value: Fraction) -> str:
    return f"{float(value):,.1f}"


def slips_report(slipping: Slipping) -> Report:
    """The answer in a few sentences, then tables from the end date to the bridges."""
    sections = [
        Section(Text("遅れのシミュレーション", "Slip simulation"), headline(slipping.evaluation)),
        Section(Text("まとめ", "In short"), tuple(_summary(slipping))),
        Section(Text("最後の移行の年月", "The last move"), table=_ends(slipping)),
        Section(Text("費用", "Cost"), tuple(_of_cost(slipping)), table=_costs(slipping)),
    ]
    if slipping.unserved:
        sections.append(_unserved(slipping))
    if slipping.breaking.rules:
        sections.append(_rules(slipping))
    sections += [*_driving(slipping), *_tornado(slipping), *_bridges(slipping)]
    return Report(tuple(sections))


def _summary(slipping: Slipping) -> Iterator[Text]:
    samples, seed = slipping.samples, slipping.seed
    yield Text(f"標本: {samples:,} 件(乱数の種 {seed})", f"Samples: {samples:,} (seed {seed})")
    low, median, high = (_month(slipping, index) for index in _three(slipping.end))
    yield Text(
        f"最後の移行: 計画 {slipping.end_planned}、中央値 {median}、80 % が {low} ～ {high}",
        f"Last move: planned {slipping.end_planned}, median {median}, 80 % from {low} to {high}",
    )
    if slipping.in_time is None:
        yield Text("期限のある移行はありません。", "No move has a deadline.")
    else:
        kept = percent(slipping.in_time)
        yield Text(f"すべての期限に間に合う確率: {kept}", f"Probability that every deadline is kept: {kept}")
    unbroken = percent(slipping.unbroken)
    yield Text(f"規則をすべて守れる確率: {unbroken}", f"Probability that no rule is broken: {unbroken}")
    total = slipping.cost.get("total")
    if total is not None:
        unit = (
            f" {slipping.evaluation.landscape.cost_unit}" if slipping.evaluation.landscape.cost_unit else ""
        )
        planned = slipping.planned_cost["total"]
        yield Text(
            f"費用: 計画 {planned:,}、平均 {decimal(total.mean)}、80 % が {total.low:,} ～ {total.high:,}{unit}",
            f"Cost: planned {planned:,}, mean {decimal(total.mean)}, 80 % from {total.low:,} to {total.high:,}{unit}",
        )


def _three(spread: Spread) -> tuple[int, int, int]:
    return spread.low, spread.median, spread.high


def _month(slipping: Slipping, index: int) -> Month:
    return slipping.evaluation.landscape.horizon.first + index


def _ends(slipping: Slipping) -> Table:
    rows, before = [], 0
    for month, number in slipping.ends.items():
        before += number
        rows.append((
            str(month), f"{number:,}", percent(Fraction(number, slipping.samples)),
            percent(Fraction(before, slipping.samples)),
        ))  # fmt: skip
    return Table(
        columns(
            ("年月", "month"), ("標本", "samples", "number"), ("割合", "share", "number"),
            ("この月までに", "by then", "number"),
        ),
        tuple(rows),
    )  # fmt: skip


def _of_cost(slipping: Slipping) -> Iterator[Text]:
    yield Text(
        "過渡期連携は、計画で決めた運び方のまま続けた場合です。",
        "Every link goes on by the way that the plan gave it.",
    )
    if slipping.served < 1:
        share = percent(1 - slipping.served)
        yield Text(
            f"標本の {share} では運べない連携があり、費用がありません(下の表は残りの標本)。",
            f"In {share} of the samples some link cannot be carried: they have no cost (the table is of the others).",
        )
    if slipping.chosen:
        share = percent(slipping.chosen)
        yield Text(
            f"標本の {share} では、計画にない組み合わせの連携が生じ、その運び方を安い順に選びました(費用はやや多めになることがあります)。",
            f"In {share} of the samples links meet at forms that the plan does not have: each took the way that adds least,"
            " in turn (together they may cost a little more than need be).",
        )
    if slipping.bounded:
        names = join(COST_PARTS[part] for part in slipping.bounded)
        exact = slipping.evaluation.cost
        assert exact is not None
        plan = slipping.planned_cost["total"]
        yield Text(
            f"{names.ja}は下限です(主要なルートの印や会合の組み合わせは数えていません)。計画そのものは {exact.total:,} で、同じ数え方では {plan:,} です。",
            f"Of {names.en} a lower bound is counted (marked main routes and the grouping of sessions are left out): "
            f"the plan itself costs {exact.total:,}, counted so {plan:,}.",
        )
    yield from _resolved(slipping)


def _resolved(slipping: Slipping) -> Iterator[Text]:
    resolved = slipping.resolved
    if not resolved.asked:
        return
    if resolved.saved is None or resolved.kept is None or resolved.counted is None:
        yield (
            Text(
                "時間切れのため、厳密に解けた標本はありません(--time-limit を長くしてください)。",
                "No sample was solved exactly in time: give a longer --time-limit.",
            )
            if resolved.stopped
            else Text("厳密に解く標本がありません。", "No sample could be solved.")
        )
        return
    off = resolved.kept.mean - resolved.counted.mean
    saved = resolved.saved
    yield Text(
        f"厳密に解いた {resolved.solved} 件では、運び方を選び直すと平均 {decimal(saved.mean)}(最大 {saved.most:,})減ります。"
        f"運び方を保った費用の数え方との差は平均 {decimal(off)} です。",
        f"In {resolved.solved} samples solved exactly, choosing the ways anew saves {decimal(saved.mean)} on average"
        f" ({saved.most:,} at most). Exact keeping differs from the count by {decimal(off)} on average.",
    )
    if resolved.stopped:
        yield Text(
            f"時間切れのため、{resolved.asked} 件のうち残りは解いていません。",
            f"The limit of time left the rest of the {resolved.asked} unsolved.",
        )


def _costs(slipping: Slipping) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for part, text in COST_PARTS.items():
        own = slipping.cost.get(part)
        planned = slipping.planned_cost[part]
        if own is None or (not planned and not own.most and part != "total"):
            continue
        rows.append((
            text, f"{planned:,}", decimal(own.mean), *(f"{value:,}" for value in _three(own)), f"{own.most:,}",
        ))  # fmt: skip
    return Table(
        columns(
            ("費目", "part"), ("計画", "planned", "number"), ("平均", "mean", "number"), ("10 %", "10 %", "number"),
            ("50 %", "50 %", "number"), ("90 %", "90 %", "number"), ("最大", "most", "number"),
        ),
        tuple(rows),
    )  # fmt: skip


def _unserved(slipping: Slipping) -> Section:
    rows = tuple(
        (key, percent(Fraction(number, slipping.samples)))
        for key, number in sorted(slipping.unserved.items(), key=lambda item: (-item[1], item[0]))
    )
    return Section(
        Text("運べなくなる連携", "Links that cannot be carried"),
        table=Table(columns(("連携", "integration"), ("確率", "probability", "number")), rows),
    )


def _rules(slipping: Slipping) -> Section:
    rows = tuple(
        (
            percent(Fraction(rule.samples, slipping.samples)),
            both("、".join(rule.subject)),
            RULES[rule.code],
            None if rule.place is None else str(rule.place),
        )
        for rule in slipping.breaking.rules
    )
    return Section(
        Text("守れなくなる規則", "Rules that slips break"),
        table=Table(
            columns(("確率", "probability", "number"), ("対象", "what"), ("規則", "rule"), ("場所", "place")),
            rows,
        ),
    )


def _driving(slipping: Slipping) -> Iterator[Section]:
    driving = slipping.driving
    late, undivided = percent(driving.late), percent(driving.undivided)
    lines = (
        Text(f"計画より遅く終わる標本: {late}", f"Samples that end later than planned: {late}"),
        Text(
            f"そのうち、どの移行も単独では終わりを早められない標本: 全体の {undivided}",
            f"Of all, late ones that no single move could have shortened: {undivided}",
        ),
    )
    landscape = slipping.evaluation.landscape

    def table(word: tuple[str, str], drivers: tuple[Driver, ...]) -> Table:
        return Table(
            columns(
                word, ("終わりを決める確率", "drives the end", "number"), ("平均の月数", "months", "number")
            ),
            tuple(
                (
                    vendor_named(landscape, d.name) if isinstance(d.name, str) else str(d.name),
                    percent(d.share),
                    f"{float(d.gained):.2f}",
                )
                for d in drivers
            ),
        )

    yield Section(
        Text("終わりを決めるベンダ", "Vendors that drive the end"),
        lines,
        table(("ベンダ", "vendor"), driving.vendors),
    )
    yield Section(
        Text("終わりを決める移行", "Moves that drive the end"), table=table(("移行", "move"), driving.moves)
    )


def _tornado(slipping: Slipping) -> Iterator[Section]:
    landscape = slipping.evaluation.landscape
    if not slipping.tornado:
        yield Section(lines=(
            Text("遅れの分布(vendors[].slip)を持つベンダがないので、何も遅れません。",
                 "No vendor has a distribution of slips (vendors[].slip), so nothing slips."),
        ))  # fmt: skip
        return
    rows = tuple(
        (
            vendor_named(landscape, swing.vendor),
            f"+{swing.slips[0]} / +{swing.slips[1]}",
            *(str(month) for month in swing.ends),
            *("—" if cost is None else f"{cost:,}" for cost in swing.costs),
        )
        for swing in slipping.tornado
    )
    yield Section(
        Text("一つのベンダだけが遅れた場合", "One vendor alone slips"),
        (Text("どの移行も、ベンダの 10 % 点または 90 % 点だけ遅れたとき(ほかは計画どおり)。",
              "All its moves slip by its 10 % or its 90 % quantile; the others are on time."),),
        Table(
            columns(
                ("ベンダ", "vendor"), ("遅れ(月)", "slip"), ("終わり 10 %", "end, 10 %"), ("終わり 90 %", "end, 90 %"),
                ("費用 10 %", "cost, 10 %", "number"), ("費用 90 %", "cost, 90 %", "number"),
            ),
            rows,
        ),
    )  # fmt: skip


def _bridges(slipping: Slipping) -> Iterator[Section]:
    landscape = slipping.evaluation.landscape
    rows = []
    for life in slipping.bridges:
        place = life.bridge.place
        rows.append((
            KINDS[life.bridge.kind],
            place_named(landscape, place.system, life.bridge.key.vendor or None, place.hub, place.integration, place.between),
            vendor_named(landscape, life.bridge.key.vendor),
            str(life.planned) if life.planned else "—",
            percent(life.needed),
            *(("—",) * 3 if life.months is None else tuple(str(value) for value in _three(life.months))),
        ))  # fmt: skip
    if rows:
        yield Section(
            Text("過渡期連携の長さ(月)", "Months that each bridge lives"),
            (Text("分位点は、要る標本についてのものです。", "Quantiles are of the samples in which it is needed."),),
            Table(
                columns(
                    ("種類", "kind"), ("場所", "place"), ("ベンダ", "vendor"), ("計画", "planned", "number"),
                    ("要る確率", "needed", "number"), ("10 %", "10 %", "number"), ("50 %", "50 %", "number"),
                    ("90 %", "90 %", "number"),
                ),
                tuple(rows),
            ),
        )  # fmt: skip
