"""The test calendar: first, second and further tests of each link, who takes part, start and finish before the cutover.

Tests and their months are the smallest test set's (semantics, section 5). What they need ahead of the month comes from
`windows` (旭川市「運用テスト」, domain.md, case 3): a test must be finished in the month before its cutover.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.model import Integration, System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Cell, Section, Table, both, columns, join
from analyzer.reports.naming import system_named, vendor_named, vendors_named
from analyzer.reports.testing import SECRETARIAT, chosen_cases
from analyzer.testing.parties import owners_of
from analyzer.testing.smallest import Case
from analyzer.worksheets.attributes import Attributes, Part
from analyzer.worksheets.windows import AHEAD, OUTSIDE, WANTED, WINDOW, Window, Windows
from analyzer.worksheets.worksheet import Asked, Content, Sheet


@dataclass(frozen=True, slots=True)
class Planned:
    """The `number`-th test of a link; `moving`: its ends that cut over in the month.

    `apply_by` is the last month for applications to external bodies (None: no such body, or not said).
    """

    integration: Integration
    number: int
    month: Month
    case: Case
    owners: tuple[str, ...]
    moving: tuple[System, ...]
    window: Window
    external: tuple[System, ...]
    apply_by: Month | None


def _content(asked: Asked) -> Content:
    evaluation = asked.evaluation
    assert evaluation is not None
    assert evaluation.assessment is not None
    attributes = Attributes(asked.landscape)
    windows = Windows(asked.landscape, attributes)
    every = list(_planned(evaluation.assessment, windows))
    shown = [
        test
        for test in every
        if (asked.month is None or test.month == asked.month)
        and (asked.vendor is None or asked.vendor in test.case.vendors)
    ]
    answer = _table(asked, shown)
    cutovers = _cutovers(asked, evaluation.assessment, windows)
    twice = sum(count >= 2 for count in Counter(test.integration.key for test in every).values())
    lines = (
        Text(f"テスト {len(shown)} 件。計画全体で二度以上テストする連携は {twice} 本です。どのテストにも{SECRETARIAT.ja}が加わります。",
             f"{len(shown)} test(s); in the whole plan {twice} link(s) are tested twice or more. The {SECRETARIAT.en} takes part in every test."),
        Text("テストは、切替の前の月までに終わらせます。", "A test is finished in the month before its cutover."),
    )  # fmt: skip
    return Content(
        (
            Section(Text("運用テストの期間", "Operation tests"), table=cutovers),
            Section(Text("連携テスト", "Integration tests"), lines, answer),
        ),
        answer,
        {"tests": [_plain(test) for test in shown], "tested_twice": twice},
        (
            *attributes.findings,
            *_too_short(asked, evaluation.assessment, windows),
            *_begun(asked, evaluation.assessment, windows),
            *_unapplied(shown),
        ),
    )


def _planned(assessment: Assessment, windows: Windows) -> Iterator[Planned]:
    """By month, then by link."""
    landscape, schedule = assessment.landscape, assessment.schedule
    moving_in: dict[int, set[str]] = {}
    for cutover in schedule.cutovers:
        moving_in.setdefault(cutover.month, set()).add(cutover.system)
    numbers: Counter[object] = Counter()
    for month, _, case in chosen_cases(assessment):
        stretch = case.route.stretch
        integration = stretch.integration
        numbers[integration.key] += 1
        ends = [landscape.systems[id] for id in dict.fromkeys((stretch.source.system, stretch.target.system))]
        moved = moving_in.get(landscape.horizon.index(month), set())
        moving = tuple(system for system in ends if system.id in moved)
        external = tuple(
            system
            for system in ends
            if system.scope == "external"
            or landscape.environments[system.forms[-1].environment].hosting == "external"
        )
        parts: list[Part] = [integration, *ends]
        more = max(windows.months(part, OUTSIDE) or 0 for part in parts)
        window = windows.of(moving, month, more)
        tellers: list[Part] = [integration, *external]
        ahead = [months for part in tellers if (months := windows.months(part, AHEAD)) is not None]
        yield Planned(
            integration, numbers[integration.key], month, case, owners_of(landscape, stretch.source, stretch.target),
            moving, window, external, window.start + -max(ahead) if ahead else None,
        )  # fmt: skip


def _table(asked: Asked, shown: list[Planned]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for test in shown:
        key = test.integration.key
        rows.append((
            asked.month_text(test.month), str(key), test.integration.name, test.number,
            join(system_named(asked.landscape, system.id) for system in test.moving),
            asked.month_text(test.window.start), asked.month_text(test.window.finish), test.window.months,
            vendors_named(asked.landscape, test.case.vendors), join(both(owner) for owner in test.owners), _application(asked, test),
        ))  # fmt: skip
    return Table(
        columns(
            ("切替の月", "cutover"), ("連携", "link"), ("名前", "name"), ("何度目", "which test", "number"), ("切り替わる側", "what cuts over"),
            ("テスト開始", "start"), ("テスト終了", "finish"), ("月数", "months", "number"),
            ("ベンダ", "vendors"), ("所管課", "sections"), ("外部機関への申入れ", "application to external bodies"),
        ),
        tuple(rows),
    )  # fmt: skip


def _application(asked: Asked, test: Planned) -> Text | None:
    if test.apply_by is not None:
        by = asked.month_text(test.apply_by)
        assert by is not None
        return Text(f"{by.ja} まで", f"by {by.en}")
    return Text("要否を確認", "ask whether one is needed") if test.external else None


def _cutovers(asked: Asked, assessment: Assessment, windows: Windows) -> Table:
    """A row for each cutover of a system (of the month, and of the vendor of the form reached, where asked for)."""
    landscape, schedule = asked.landscape, assessment.schedule
    rows: list[tuple[Cell, ...]] = []
    for cutover in schedule.cutovers:
        system, month = landscape.systems[cutover.system], schedule.month(cutover.month)
        vendor = system.forms[cutover.form].vendor
        if asked.month in (None, month) and asked.vendor in (None, vendor):
            window = windows.of((system,), month, windows.months(system, OUTSIDE) or 0)
            rows.append((
                asked.month_text(month), system_named(landscape, system.id), vendor_named(landscape, vendor), system.owner,
                asked.month_text(window.start), asked.month_text(window.finish), window.months, window.basis,
            ))  # fmt: skip
    return Table(
        columns(
            ("切替の月", "cutover"), ("システム", "system"), ("ベンダ", "vendor"), ("所管課", "section"),
            ("テスト開始", "start"), ("テスト終了", "finish"), ("月数", "months", "number"), ("根拠", "basis"),
        ),
        tuple(rows),
    )  # fmt: skip


def _too_short(asked: Asked, assessment: Assessment, windows: Windows) -> Iterator[Finding]:
    """Systems whose window is shorter than the one that their people want."""
    landscape = asked.landscape
    for id in sorted({cutover.system for cutover in assessment.schedule.cutovers}):
        system = landscape.systems[id]
        taken, wanted = windows.months(system, WINDOW), windows.months(system, WANTED)
        if taken is not None and wanted is not None and taken < wanted:
            yield Finding(
                "test_window_short", "warning",
                Text(f"{system.name}({id})の運用テスト期間 {taken} か月は、望ましい {wanted} か月より短いです。",
                     f"{taken} month(s) for the operation test of {id} are fewer than the {wanted} wanted."),
                landscape.places.at((*system.path, "attributes", WINDOW)),
                details=(("months", taken), ("system", id), ("wanted", wanted)),
            )  # fmt: skip


def _begun(asked: Asked, assessment: Assessment, windows: Windows) -> Iterator[Finding]:
    """Operation tests that had to begin before the month that the file speaks of (or before the horizon)."""
    landscape, schedule = asked.landscape, assessment.schedule
    now = landscape.as_of or landscape.horizon.first
    late: dict[tuple[Month, Month], list[System]] = {}
    for cutover in schedule.cutovers:
        system, month = landscape.systems[cutover.system], schedule.month(cutover.month)
        start = windows.of((system,), month, windows.months(system, OUTSIDE) or 0).start
        if start < now and asked.month in (None, month):
            late.setdefault((month, start), []).append(system)
    for (month, start), systems in sorted(late.items()):
        names = join(Text(system.name, system.id) for system in systems)
        yield Finding(
            "test_window_begun", "warning",
            Text(f"{month} の切替のテストは {start} に始める必要があり、{now} からでは間に合いません: {names.ja}",
                 f"Tests for cutovers in {month} had to begin in {start}, before {now}: {names.en}"),
            details=(("cutover", str(month)), ("start", str(start)), ("systems", [system.id for system in systems])),
        )  # fmt: skip


def _unapplied(shown: list[Planned]) -> Iterator[Finding]:
    asked_for: set[str] = set()
    for test in shown:
        for system in test.external:
            if test.apply_by is None and system.id not in asked_for:
                asked_for.add(system.id)
                yield Finding(
                    "external_test_application", "info",
                    Text(f"外部機関 {system.name}({system.id})とのテストに、事前の申入れが要るかを確認してください。",
                         f"Ask whether tests with the external body {system.id} have to be applied for ahead."),
                    suggestion=Text(f"attributes の「{AHEAD}」に月数を書いてください。", f"Write the months as {AHEAD} among its attributes."),
                    details=(("system", system.id),),
                )  # fmt: skip


def _plain(test: Planned) -> dict[str, object]:
    return {
        "integration": str(test.integration.key),
        "number": test.number,
        "cutover": str(test.month),
        "moving": [system.id for system in test.moving],
        "start": str(test.window.start),
        "finish": str(test.window.finish),
        "months": test.window.months,
        "vendors": sorted(test.case.vendors),
        "owners": list(test.owners),
        "external": [system.id for system in test.external],
        "apply_by": None if test.apply_by is None else str(test.apply_by),
    }


SHEET = Sheet(
    "calendar",
    Text("テスト日程表", "Test calendar"),
    Text(
        "連携ごとの一度目・二度目のテスト、関係者、切替前の開始と終了、外部機関への申入れ。",
        "First and second test of each link, parties, start and finish before the cutover, applications to external bodies.",
    ),
    "needed",
    _content,
)
