"""Standard links: which are there already, which must be built, and which of today's links end, and when.

札幌市, case book of municipal standardization, 2nd edition, 「移行困難システムであっても先行して進めている作業」: from inputs and outputs of 機能別連携仕様 it is sorted out
whether a link has to be built anew. 検討要否 × says that today's link already follows the specification. The columns of its table
that the file has no field for stand in attributes (検討要否, 現行システムにおける連携ID, 備考).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.evaluation.assessment import Assessment
from analyzer.graph.states import is_internal, realization_state, same_realization
from analyzer.landscape.model import Integration, IntegrationKey, Landscape, Realization
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.reports.layout import Section, Table, columns
from analyzer.reports.naming import system_named
from analyzer.worksheets.attributes import Attributes
from analyzer.worksheets.forms_shown import involved
from analyzer.worksheets.worksheet import Asked, Content, Sheet

NEEDED, TODAYS_ID, REMARKS = "検討要否", "現行システムにおける連携ID", "備考"

Standard = Literal["existing", "rebuild", "new", "inside", "none"]
STANDARD: Mapping[Standard, Text] = {
    "existing": Text("ある", "existing"),
    "rebuild": Text("作る(今の連携に代わる)", "to build (in place of today's)"),
    "new": Text("作る(今はない)", "to build (none today)"),
    "inside": Text("要らない(同一パッケージ内)", "not needed (inside one package)"),
    "none": Text("なし", "none"),
}
Today = Literal["stays", "ends", "none", "unknown"]
TODAY: Mapping[Today, Text] = {
    "stays": Text("続く", "stays"),
    "ends": Text("終わる", "ends"),
    "none": Text("今はない", "none today"),
    "unknown": Text("相手不明", "unknown partner"),
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """What becomes of a link; months are known with a plan only."""

    integration: Integration
    standard: Standard
    today: Today
    first: Month | None
    """The first month in which the standard link is in use."""
    last: Month | None
    """The last month in which today's link is in use, as it is or kept by a bridge."""


def _content(asked: Asked) -> Content:
    landscape, attributes = asked.landscape, Attributes(asked.landscape)
    used = _months(asked)
    today, final = (
        dict.fromkeys(landscape.systems, 0),
        {id: len(s.moves) for id, s in landscape.systems.items()},
    )
    links = [_sorted(landscape, integration, *used.get(key, (None, None)))
             for key, integration in landscape.integrations.items() if involved(asked, key, today) or involved(asked, key, final)]  # fmt: skip
    findings = [finding for link in links for finding in _contradictions(attributes, link)]
    answer = _table(asked, attributes, links)
    return Content(
        (
            Section(Text("標準連携の要否", "Standard links"), _basis(asked), _counts(links)),
            Section(Text("連携", "Links"), table=answer),
        ),
        answer,
        {
            "standard": dict(sorted(Counter(link.standard for link in links).items())),
            "today": dict(sorted(Counter(link.today for link in links).items())),
            "links": [
                {
                    "integration": str(link.integration.key), "standard": link.standard, "today": link.today,
                    "standard_from": None if link.first is None else str(link.first),
                    "today_until": None if link.last is None else str(link.last),
                    "examination": attributes.text(link.integration, NEEDED),
                }
                for link in links
            ],
        },
        (*findings, *attributes.findings),
    )  # fmt: skip


def _sorted(
    landscape: Landscape, integration: Integration, first: Month | None, last: Month | None
) -> Sorted:
    newest = integration.realizations.get(landscape.generations[-1])
    key = integration.key
    if key.source is None or key.target is None:
        return Sorted(integration, "none" if newest is None else "new", "unknown", None, None)
    source, target = landscape.systems[key.source].forms, landscape.systems[key.target].forms
    now = realization_state(integration, source[0], target[0], landscape.generations).realization
    standard: Standard
    if is_internal(source[-1], target[-1]):
        standard = "inside"
    elif newest is None:
        standard = "none"
    elif now is None:
        standard = "new"
    else:
        standard = "existing" if same_realization(now, newest) else "rebuild"
    return Sorted(
        integration,
        standard,
        _today(integration, now, standard, is_internal(source[0], target[0])),
        first,
        last,
    )


def _today(integration: Integration, now: Realization | None, standard: Standard, inside: bool) -> Today:
    if now is None:
        return "none"
    goes_on = standard in ("existing", "none") or (standard == "inside" and inside)
    return "stays" if goes_on and not integration.ends else "ends"


def _months(asked: Asked) -> Mapping[IntegrationKey, tuple[Month | None, Month | None]]:
    """Link → first month of its standard realization, last month of the one of today, in the plan."""
    if asked.evaluation is None or asked.evaluation.assessment is None:
        return {}
    assessment: Assessment = asked.evaluation.assessment
    landscape, schedule = assessment.landscape, assessment.schedule
    newest = landscape.generations[-1]
    found: dict[IntegrationKey, tuple[Month | None, Month | None]] = {}
    for stretch, span, option in assessment.carriage:
        key, covered = stretch.integration.key, schedule.spans[span]
        generations = {interface.generation for leg in option.way.route for interface in leg.interfaces}
        first, last = found.get(key, (None, None))
        standard = stretch.integration.realizations.get(newest)
        if standard is not None and standard.generation in generations:
            month = schedule.month(covered.start)
            first = month if first is None else min(first, month)
        elif generations:
            month = schedule.month(covered.stop - 1)
            last = month if last is None else max(last, month)
        found[key] = first, last
    return found


def _contradictions(attributes: Attributes, link: Sorted) -> Iterator[Finding]:
    """What the office's own columns say against what the file says of the link."""
    integration = link.integration
    place = attributes.landscape.places.at((*integration.path, "attributes"))
    about = (("integration", str(integration.key)),)
    if attributes.text(integration, NEEDED) == "×" and link.standard in ("rebuild", "new"):
        yield Finding(
            "examination_contradicts", "warning",
            Text(f"連携 {integration.key} は「検討要否 ×」(現行で仕様書に沿う)ですが、標準連携を新たに作る書き方です。",
                 f"{integration.key} is said to follow the specification today (検討要否 ×), but its standard link is written as one to build."),
            place, Text("現行のままなら standard: {same_as: legacy} と書いてください。", "If today's goes on, write standard: {same_as: legacy}."), about,
        )  # fmt: skip
    if attributes.text(integration, TODAYS_ID) == "既存なし" and link.today in ("stays", "ends"):
        yield Finding(
            "todays_link_contradicts", "warning",
            Text(f"連携 {integration.key} は「既存なし」ですが、今の連携が書かれています。",
                 f"{integration.key} is said not to exist today (既存なし), but today's link is written."),
            place, details=about,
        )  # fmt: skip


def _basis(asked: Asked) -> tuple[Text, ...]:
    if asked.evaluation is None:
        return (Text("計画を指定すると、使い始める月と終わる月がわかります。", "Name a plan for the months in which they begin and end."),)  # fmt: skip
    return ()


def _counts(links: list[Sorted]) -> Table:
    standard, today = Counter(link.standard for link in links), Counter(link.today for link in links)
    rows = [(Text("標準連携", "standard link"), STANDARD[name], standard[name]) for name in STANDARD if standard[name]]  # fmt: skip
    rows += [(Text("今の連携", "today's link"), TODAY[name], today[name]) for name in TODAY if today[name]]
    return Table(columns(("対象", "of what"), ("区分", "kind"), ("連携", "links", "number")), tuple(rows))


def _table(asked: Asked, attributes: Attributes, links: list[Sorted]) -> Table:
    rows = [
        (
            link.integration.key.id, link.integration.key.branch, link.integration.name,
            system_named(asked.landscape, link.integration.key.source), system_named(asked.landscape, link.integration.key.target),
            STANDARD[link.standard], asked.month_text(link.first), TODAY[link.today], asked.month_text(link.last),
            attributes.text(link.integration, NEEDED), attributes.text(link.integration, REMARKS),
        )
        for link in links
    ]  # fmt: skip
    return Table(
        columns(
            ("連携ID", "id"), ("枝番", "branch"), ("名前", "name"), ("送信", "source"), ("受信", "target"), ("標準連携", "standard link"),
            ("使い始め", "from"), ("今の連携", "today's link"), ("使い終わり", "until"), ("検討要否", "examination"), ("備考", "remarks", "below"),
        ),
        tuple(rows),
    )  # fmt: skip


SHEET = Sheet(
    "standard-links",
    Text("標準連携の要否", "Standard links"),
    Text(
        "標準連携のうち、すでにあるもの・作るもの・今の連携のうち終わるものと、その月。",
        "Which standard links exist, which must be built, which links of today end, and when.",
    ),
    "optional",
    _content,
)
