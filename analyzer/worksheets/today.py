"""The first sheet of every meeting: bridges that stand now, what ends them, and which live longer if a vendor slips.

Beside it stands who has how many open questions (`analyzer.worksheets.questions` has them all).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from analyzer.inquiry.asking import by_vendor, questions_of
from analyzer.inquiry.report import SECRETARIAT
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.reports.layout import NONE, Section, Table, columns
from analyzer.reports.naming import bridge_place, vendor_named
from analyzer.reports.standing import StandingNow, status_of_plan, status_today
from analyzer.whatif.consequences import BridgeLife
from analyzer.whatif.vendor_slips import SLIP_MONTHS, VendorSlip, vendor_slips, vendors_with_moves
from analyzer.worksheets.survey import open_by_vendor
from analyzer.worksheets.worksheet import Asked, Content, Sheet

SLIP_SECONDS = 5.0
"""For the search of each vendor's slip."""

_STANDING = columns(
    ("種類", "kind"), ("場所", "place"), ("持ち主", "owner"), ("開始", "since"), ("終了", "until"),
    ("連携", "links", "number"), ("終わらせるもの", "what ends it", "below"),
)  # fmt: skip
_LATER = columns(
    ("遅れるベンダ", "vendor that slips"), ("種類", "kind"), ("場所", "place"), ("持ち主", "owner"),
    ("計画の終了", "planned until"), ("遅れたときの終了", "then until"), ("延びる月数", "months more", "number"),
)  # fmt: skip
_SLIPS = columns(
    ("遅れるベンダ", "vendor that slips"), ("遅れる移行", "moves", "number"), ("長くなる過渡期連携", "bridges that live longer", "number"),
    ("増える過渡期連携", "new bridges", "number"), ("新たに破られる規則", "rules then broken", "number"),
)  # fmt: skip


def _content(asked: Asked) -> Content:
    landscape, evaluation = asked.landscape, asked.evaluation
    month = asked.month or _now(landscape)
    status = status_today(landscape, month) if evaluation is None else status_of_plan(evaluation, month)
    bridges = tuple(b for b in status.bridges if asked.vendor in (None, b.vendor))
    standing = _standing(asked, bridges)
    late: tuple[VendorSlip, ...] = ()
    if evaluation is not None:
        vendors = vendors_with_moves(landscape) if asked.vendor is None else (asked.vendor,)
        late = vendor_slips(evaluation, vendors, SLIP_MONTHS, month, SLIP_SECONDS)
    at = Text("今", "now") if month is None else asked.month_text(month)
    assert at is not None
    counted = Counter(vendor for vendor, _ in by_vendor(questions_of(landscape, asked.vendor)))
    surveys = open_by_vendor(asked)
    vendors_asked = [
        vendor
        for vendor in sorted({*counted, *surveys}, key=lambda vendor: (vendor is None, vendor or ""))
        if asked.vendor in (None, vendor)
    ]
    sections = (
        Section(
            Text(f"{at.ja} に立っている過渡期連携({len(bridges)} 件)", f"Bridges that stand in {at.en} ({len(bridges)})"),
            table=standing,
        ),
        *_slip_sections(asked, late),
        Section(
            Text("答えを待っている質問", "Questions that wait for an answer"),
            table=Table(
                columns(
                    ("ベンダ", "vendor"), ("質問", "questions", "number"), ("意向調査", "survey of intent", "number"),
                ),
                tuple(
                    (vendor_named(landscape, vendor) or SECRETARIAT, counted[vendor], surveys[vendor or ""])
                    for vendor in vendors_asked
                ),
            ),
        ),
    )  # fmt: skip
    return Content(
        sections,
        standing,
        _document(
            month,
            bridges,
            late,
            {vendor: (counted[vendor], surveys[vendor or ""]) for vendor in vendors_asked},
        ),
    )


def _now(landscape: Landscape) -> Month | None:
    return landscape.horizon.nearest(landscape.as_of) if len(landscape.horizon) else None


def _standing(asked: Asked, bridges: Sequence[StandingNow]) -> Table:
    rows = []
    for bridge in bridges:
        until = Text("恒久", "permanent") if bridge.permanent else asked.month_text(bridge.until) or NONE
        rows.append((
            KINDS[bridge.kind], bridge.place, vendor_named(asked.landscape, bridge.vendor) or SECRETARIAT,
            asked.month_text(bridge.since), until, len(bridge.serves), bridge.ending,
        ))  # fmt: skip
    return Table(_STANDING, tuple(rows))


def _slip_sections(asked: Asked, late: Sequence[VendorSlip]) -> tuple[Section, ...]:
    """Nothing without a plan that has a cost: then nobody knows what a slip does."""
    if not late:
        return ()
    rows = [
        (
            vendor_named(asked.landscape, slip.vendor), len(slip.kept.changed.delays), len(slip.later), len(slip.new),
            len(slip.kept.violations_new),
        )
        for slip in late
    ]  # fmt: skip
    by_bridge = [_later(asked, slip.vendor, life) for slip in late for life in slip.later]
    months = SLIP_MONTHS
    return (
        Section(
            Text(f"ベンダのこれからの移行がすべて {months} か月遅れたら", f"If all moves of a vendor from now on slip by {months} months"),
            (Text("計画の年月と運び方をできるだけ保ったときの結果です(kakehashi whatif と同じ計算)。",
                  "The plan is kept in its months and ways as far as that goes (as `kakehashi whatif` does)."),),
            Table(_SLIPS, tuple(rows)),
        ),
        Section(Text("そのとき長く残る過渡期連携", "Bridges that then stand longer"), table=Table(_LATER, tuple(by_bridge))),
    )  # fmt: skip


def _later(asked: Asked, vendor: str, life: BridgeLife) -> tuple[Text | int | None, ...]:
    landscape, standing = asked.landscape, life.standing
    return (
        vendor_named(landscape, vendor), KINDS[standing.bridge.kind], bridge_place(landscape, standing),
        vendor_named(landscape, standing.bridge.key.vendor or None) or SECRETARIAT,
        asked.month_text(life.months_before[-1]), asked.month_text(life.months_after[-1]),
        life.months_after[-1] - life.months_before[-1],
    )  # fmt: skip


def _document(
    month: Month | None,
    bridges: Sequence[StandingNow],
    late: Sequence[VendorSlip],
    counted: Mapping[str | None, tuple[int, int]],
) -> dict[str, object]:
    def text(at: Month | None) -> str | None:
        return None if at is None else str(at)

    return {
        "at": text(month),
        "standing": [
            {
                "kind": bridge.kind, "place": bridge.place._asdict(), "vendor": bridge.vendor,
                "since": text(bridge.since), "until": text(bridge.until), "permanent": bridge.permanent,
                "existing": bridge.existing, "serves": list(bridge.serves), "ending": bridge.ending._asdict(),
            }
            for bridge in bridges
        ],
        "slips": [
            {
                "vendor": slip.vendor, "months": slip.months,
                "longer": [
                    {
                        "kind": life.key.kind, "place": life.key.place, "vendor": life.key.vendor or None,
                        "before": str(life.months_before[-1]), "after": str(life.months_after[-1]),
                        "months": [len(life.months_before), len(life.months_after)],
                    }
                    for life in slip.later
                ],
                "new": [str(life.key) for life in slip.new],
                "violations": [finding.code for finding in slip.kept.violations_new],
            }
            for slip in late
        ],
        "questions": [
            {"vendor": vendor, "count": count, "survey": survey} for vendor, (count, survey) in counted.items()
        ],
    }  # fmt: skip


SHEET = Sheet(
    "today",
    Text("今の過渡期連携と遅れの影響", "Bridges now, and what slips do"),
    Text(
        "今立っている過渡期連携の持ち主・終わり・終わらせるものと、ベンダが 3 か月遅れたときに長く残るもの。",
        "Owner and end of each bridge that stands now, what ends it, and which live longer if a vendor slips three months.",
    ),
    "optional",
    _content,
)
