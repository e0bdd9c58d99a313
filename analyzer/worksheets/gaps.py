"""Support gaps: contracts, environments and packages that end before the system leaves them, and what would help.

三宅村, case book of municipal standardization, 2nd edition, 「次期システムに合わせた既存環境の設定変更(東京都三宅村)」: use and support of the cloud end in
2023-01, the lift is planned for 令和5年度; the village took the offered extension to 2024-01. With a plan the months are the plan's;
without one each next move is put as early as the file allows it, so that the gap is the least there can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.landscape.model import Extension, Landscape, System
from analyzer.landscape.months import Availability, Month
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Cell, Section, Table, columns
from analyzer.reports.naming import named, system_named
from analyzer.worksheets.worksheet import Asked, Content, Sheet

KINDS = {
    "environment": Text("環境", "environment"),
    "package": Text("パッケージ", "package"),
    "contract": Text("契約", "contract"),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A system stands on something for the months `first` to `last`, and that has months of its own."""

    system: System
    form: int
    first: Month
    last: Month
    kind: str
    subject: str
    name: str
    available: Availability
    offers: tuple[Extension, ...]
    path: Path

    @property
    def gap(self) -> tuple[Month, ...]:
        """Months in use in which it is not there."""
        used = (self.first + n for n in range(self.last - self.first + 1))
        return tuple(month for month in used if not self.available.covers(month))

    @property
    def after(self) -> int:
        """Months in use after its end: what an extension would have to bridge."""
        end = self.available.last
        return 0 if end is None else max(0, self.last - max(end, self.first + -1))

    @property
    def least_extension(self) -> Month | None:
        return self.last if self.after else None

    @property
    def offered(self) -> Extension | None:
        """The least offered extension that closes the gap; else the one that reaches furthest."""
        if not self.after or not self.offers:
            return None
        enough = [offer for offer in self.offers if offer.until >= self.last]
        return min(enough, key=lambda o: o.until) if enough else max(self.offers, key=lambda o: o.until)

    @property
    def slack(self) -> int | None:
        """Months between the last use and the end; None where it has no end."""
        return None if self.available.last is None else self.available.last - self.last


def _content(asked: Asked) -> Content:
    bounds = tuple(_bounds(asked))
    gaps = [bound for bound in bounds if bound.gap]
    answer = _table(asked, bounds)
    planned = asked.evaluation is not None
    basis = (
        Text("計画の移行年月による。", "By the months of the plan.")
        if planned
        else Text("計画なし: 次の移行を、ファイルが許す最も早い月に行うとした場合の、最小の空白。",
                  "Without a plan: the least gap, each next move as early as the file allows.")
    )  # fmt: skip
    return Content(
        (
            Section(
                Text("期限と使用期間", "Ends, and months in use"),
                (basis, Text(f"空白のあるもの {len(gaps)} 件(全 {len(bounds)} 件)", f"{len(gaps)} of {len(bounds)} with a gap")),
                answer,
            ),
        ),
        answer,
        {"planned": planned, "bounds": [_document(bound) for bound in bounds]},
        tuple(_finding(asked.landscape, bound, planned) for bound in gaps),
    )  # fmt: skip


def _bounds(asked: Asked) -> Iterator[Bound]:
    landscape = asked.landscape
    for system in landscape.systems.values():
        for form, (first, last) in _uses(asked, system).items():
            held = system.forms[form]
            if asked.vendor not in (None, held.vendor):
                continue
            path = system.moves[form - 1].path if form else system.path
            environment = landscape.environments[held.environment]
            if environment.available != Availability():
                yield Bound(system, form, first, last, "environment", environment.id, environment.name,
                            environment.available, environment.extensions, path)  # fmt: skip
            package = landscape.packages.get(held.package or "")
            if package is not None and package.available != Availability():
                yield Bound(system, form, first, last, "package", package.id, package.name, package.available, (), path)  # fmt: skip
            if form == 0 and system.contract_end is not None:
                yield Bound(system, form, first, last, "contract", system.id, system.name,
                            Availability(None, system.contract_end), system.contract_extensions, path)  # fmt: skip


def _uses(asked: Asked, system: System) -> dict[int, tuple[Month, Month]]:
    """Form → first and last month in use; without a plan only that of today."""
    horizon = asked.landscape.horizon
    if asked.evaluation is not None and asked.evaluation.schedule is not None:
        used = asked.evaluation.schedule.forms_in_use(system)
        return {form: (horizon.first + first, horizon.first + last) for form, (first, last) in used.items()}
    if not len(horizon):
        return {}
    last = horizon.last
    if system.moves:
        move = system.moves[0]
        target = asked.landscape.environments[move.to.environment].available.first
        package = asked.landscape.packages.get(move.to.package or "")
        starts = [move.fixed, move.earliest, target, package.available.first if package else None]
        last = max([horizon.first, *(month for month in starts if month is not None)]) + -1
    return {0: (horizon.first, last)} if last >= horizon.first else {}


def _table(asked: Asked, bounds: tuple[Bound, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for bound in sorted(bounds, key=lambda b: (-len(b.gap), b.system.id, b.form, b.kind)):
        gap, offered = bound.gap, bound.offered
        rows.append((
            system_named(asked.landscape, bound.system.id), KINDS[bound.kind], named(bound.name, bound.subject),
            asked.month_text(bound.first), asked.month_text(bound.last), asked.month_text(bound.available.last),
            len(gap), asked.month_text(gap[0]) if gap else None, asked.month_text(gap[-1]) if gap else None,
            bound.slack if not gap else None, asked.month_text(bound.least_extension), _offer(asked, bound, offered),
        ))  # fmt: skip
    return Table(
        columns(
            ("システム", "system"), ("区分", "kind"), ("対象", "subject"), ("使用開始", "in use from"), ("使用終了", "until"),
            ("期限", "ends"), ("空白(月)", "gap (months)", "number"), ("空白の始め", "gap from"), ("空白の終わり", "gap until"),
            ("余裕(月)", "slack (months)", "number"), ("最小の延長", "least extension"), ("申し出のある延長", "offered extension"),
        ),
        tuple(rows),
    )  # fmt: skip


def _offer(asked: Asked, bound: Bound, offered: Extension | None) -> Text | None:
    if offered is None:
        return Text("なし", "none") if bound.after else None
    until = asked.month_text(offered.until)
    assert until is not None
    short = bound.last - offered.until
    if short <= 0:
        return Text(f"{until.ja} まで(足りる)", f"until {until.en} (enough)")
    return Text(f"{until.ja} まで({short} か月足りない)", f"until {until.en} ({short} month(s) short)")


def _document(bound: Bound) -> dict[str, object]:
    gap, offered = bound.gap, bound.offered
    return {
        "system": bound.system.id,
        "form": bound.form,
        "kind": bound.kind,
        "subject": bound.subject,
        "from": str(bound.first),
        "until": str(bound.last),
        "available_from": None if bound.available.first is None else str(bound.available.first),
        "available_until": None if bound.available.last is None else str(bound.available.last),
        "gap": [str(month) for month in gap],
        "slack": bound.slack if not gap else None,
        "least_extension": str(bound.least_extension) if bound.least_extension else None,
        "offered_extension": str(offered.until) if offered else None,
        "offered_is_enough": None if offered is None else offered.until >= bound.last,
    }


def _finding(landscape: Landscape, bound: Bound, planned: bool) -> Finding:
    gap, ways = bound.gap, _ways(bound, planned)
    return Finding(
        "support_gap",
        "error" if planned else "warning",
        Text(f"{bound.system.name}（{bound.system.id}）は {gap[0]}～{gap[-1]} の {len(gap)} か月、{KINDS[bound.kind].ja}「{bound.name}」の期間の外にあります。",
             f"{bound.system.id} is outside the months of its {KINDS[bound.kind].en} {bound.subject} for {len(gap)} month(s), {gap[0]} to {gap[-1]}."),
        landscape.places.at(bound.path),
        Text("、または".join(way.ja for way in ways), ", or ".join(way.en for way in ways)),
        (("gap", len(gap)), ("kind", bound.kind), ("subject", bound.subject), ("system", bound.system.id)),
    )  # fmt: skip


def _ways(bound: Bound, planned: bool) -> list[Text]:
    """What closes the gap; to move earlier only where the file allows it."""
    if not bound.after:
        return [Text("使えるようになる月より後に移行する", "move once it is there")]
    ways = [Text(f"{bound.last} まで延長する", f"extend it to {bound.last}")]
    if bound.offered is not None and bound.offered.until >= bound.last:
        until = bound.offered.until
        ways.append(Text(f"申し出のある {until} までの延長を採る", f"take the offered extension to {until}"))
    following = bound.system.moves[bound.form : bound.form + 1]
    if (
        planned
        and following
        and (following[0].earliest is None or bound.last + (1 - bound.after) >= following[0].earliest)
    ):
        ways.append(Text(f"移行を {bound.after} か月早める", f"move {bound.after} month(s) earlier"))
    return ways


SHEET = Sheet(
    "gaps",
    Text("期限と空白", "Support gaps"),
    Text(
        "契約・環境・パッケージの期限と移行の間の空白と、延長などの打ち手。",
        "Months between the end of a contract, an environment or a package and the move; extensions that close them.",
    ),
    "optional",
    _content,
)
