"""Filled surveys of intent back into the landscape: answers and prices as entries of its catalogue.

A row says yes or no for one pair of systems and vendors: it becomes an answer of the survey (``offered``, ``partner_system``,
``partner_vendor``). Prices hold for whatever bridge of the kind the vendor builds at the system: they become an offer, or
take the place of the one for the same system and vendor. All errors at once, each at its sheet and cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.errors import InputError
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import CatalogueEntry, Landscape, PartnerAnswer
from analyzer.messages import Finding, Place, Text
from analyzer.plan.catalogue import EVERYTHING_AT_ONE, Catalogue
from analyzer.tables.cells import Problem, Sheet, Value, cell_name, text_of
from analyzer.tables.headings import Column, Kind, normalise
from analyzer.tables.names import Names
from analyzer.tables.understanding import NotUnderstood, understood
from analyzer.worksheets.survey import NUMBER, OFFERED, PRICES, REMARKS
from analyzer.worksheets.survey_needs import Ask

_SEARCHED = 60
"""Rows in which headings are looked for: letterheads and answered questions may stand above them."""


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """`answered` and `unanswered` count questions of the files; `landscape` has the answers in it.

    `findings` are warnings: offers that have no price anywhere.
    """

    landscape: Landscape
    answered: int
    unanswered: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A question of the file, and where its number stands."""

    ask: Ask
    offered: bool
    prices: dict[str, int]
    note: str | None
    place: Place


def read_survey(landscape: Landscape, sheets: Sequence[Sheet]) -> SurveyAnswers:
    """The landscape with all answers; InputError with every fault of every sheet, and then nothing is taken."""
    reader = _Reader(landscape)
    for sheet in sheets:
        reader.read(sheet)
    if not reader.known and sheets:
        reader.fault(
            "survey_missing", Place(sheets[0].label, 1, 1),
            Text(f"見出し「{NUMBER.ja}」と「{OFFERED.ja}」のあるシートがありません。",
                 f"No sheet has the headings {NUMBER.en!r} and {OFFERED.en!r}."),
            Text("kakehashi worksheet … survey で作った表に記入してください。", "Fill in what `kakehashi worksheet … survey` made."),
        )  # fmt: skip
    if reader.findings:
        raise InputError(tuple(reader.findings))
    rows = sorted(reader.rows.values(), key=lambda row: row.ask)
    after = _answered(landscape, rows)
    return SurveyAnswers(after, len(rows), reader.unanswered, tuple(_without_price(after, rows)))


def is_survey(sheet: Sheet) -> bool:
    """Whether the sheet has the headings of a survey."""
    return _head(sheet) is not None


class _Reader:
    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.findings: list[Finding] = []
        self.rows: dict[Ask, _Row] = {}
        self.unanswered = 0
        self.known = False
        self._prices: dict[tuple[str, str, str], _Row] = {}

    def fault(self, code: str, place: Place, message: Text, suggestion: Text | None = None) -> None:
        cell = cell_name(place.column - 1, place.line - 1)
        at = Text(f"{message.ja}(セル {cell})", f"{message.en} (cell {cell})")
        self.findings.append(Finding(code, "error", at, place, suggestion, (("cell", cell),)))

    def read(self, sheet: Sheet) -> None:
        head = _head(sheet)
        if head is None:
            return
        self.known = True
        row_of_head, at = head
        for number in range(row_of_head + 1, len(sheet.rows)):
            row = sheet.rows[number]

            def value(name: str, row: list[Value | Problem] = row) -> Value | Problem:
                column = at.get(name)
                return row[column] if column is not None and column < len(row) else None

            asked = value("number")
            if isinstance(asked, Problem) or not text_of(asked).strip():
                continue
            self._row(sheet, number, at, {name: value(name) for name in at})

    def _row(self, sheet: Sheet, number: int, at: dict[str, int], values: dict[str, Value | Problem]) -> None:
        place = sheet.place(number, at["number"])
        text = values["number"]
        assert not isinstance(text, Problem)
        ask = self._ask(text_of(text).strip(), place)
        offered = self._understood(sheet, number, at, values, "offered", "boolean")
        prices: dict[str, int] = {}
        for name in PRICES:
            price = self._understood(sheet, number, at, values, name, "integer")
            if isinstance(price, int):
                prices[name] = price
        if ask is None:
            return
        if not isinstance(offered, bool):
            if prices and values.get("offered") is None:
                self.fault(
                    "answer_missing", sheet.place(number, at["offered"]),
                    Text("費用が書かれていますが、はい・いいえがありません。", "There are prices, but neither yes nor no."),
                )  # fmt: skip
            self.unanswered += values.get("offered") is None
            return
        if ask in self.rows:
            other = self.rows[ask].place
            self.fault(
                "answer_twice",
                place,
                Text(f"同じ質問が {other} にもあります。", f"The question is answered at {other} too."),
            )
            return
        remarks = values.get("remarks")
        note = None if remarks is None or isinstance(remarks, Problem) else text_of(remarks).strip() or None
        row = _Row(ask, offered, prices if offered else {}, note, place)
        self.rows[ask] = row
        if row.prices:
            same = self._prices.setdefault((ask.kind, ask.vendor, ask.system), row)
            if same.prices != row.prices:
                self.fault(
                    "prices_differ", place,
                    Text(f"同じシステム・同じ種類の費用が {same.place} と違います。",
                         f"Prices of the same kind at the same system differ from those at {same.place}."),
                    Text("費用は相手ごとには変えられません。", "Prices cannot differ by partner."),
                )  # fmt: skip

    def _ask(self, text: str, place: Place) -> Ask | None:
        kind, *parts = text.split("/")
        landscape = self.landscape
        if kind in ("keep_legacy", "early_standard") and len(parts) == 4:
            vendor, system, partner_vendor, partner_system = parts
            if {vendor, partner_vendor} <= landscape.vendors.keys() and {
                system,
                partner_system,
            } <= landscape.systems.keys():
                return Ask(
                    vendor,
                    "keep_legacy" if kind == "keep_legacy" else "early_standard",
                    system,
                    partner_vendor,
                    partner_system,
                )
        self.fault(
            "unknown_question", place,
            Text(f"「{text[:100]}」という質問はこのランドスケープにありません。", f"The landscape has no question {text[:100]!r}."),
            Text("調査番号は、作られた表のまま残してください。", "Leave the numbers of the questions as they were made."),
        )  # fmt: skip
        return None

    def _understood(
        self,
        sheet: Sheet,
        number: int,
        at: dict[str, int],
        values: dict[str, Value | Problem],
        name: str,
        kind: Kind,
    ) -> object:
        """The value of a filled cell; None where it is empty, or (a fault) not understood."""
        value = values.get(name)
        if value is None or (not isinstance(value, Problem) and not text_of(value).strip()):
            return None
        place = sheet.place(number, at[name])
        if isinstance(value, Problem):
            self.fault("cell_unreadable", place, value.message)
            return None
        try:
            return understood(Column(name, name, kind, Text("", "")), value, Names())
        except NotUnderstood as error:
            yes = Text("「はい」か「いいえ」を書いてください。", "Write yes or no.")
            self.fault(
                "answer_not_understood", place, error.message, yes if name == "offered" else error.suggestion
            )
            return None


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the column of each that is there."""
    wanted = {"number": NUMBER, "offered": OFFERED, "remarks": REMARKS, **PRICES}
    names = {normalise(word): name for name, heading in wanted.items() for word in heading}
    for number, row in enumerate(sheet.rows[:_SEARCHED]):
        at: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = names.get(normalise(cell)) if isinstance(cell, str) else None
            if name is not None:
                at.setdefault(name, column)
        if {"number", "offered"} <= at.keys():
            return number, at
    return None


def _answered(landscape: Landscape, rows: Sequence[_Row]) -> Landscape:
    """What the file says then, checked as every file is."""
    answers = {_answer_place(answer): answer for answer in landscape.partner_answers}
    base = EVERYTHING_AT_ONE if landscape.catalogue is None else landscape.catalogue
    offers = {_offer_place(entry): entry for entry in base}
    for row in rows:
        ask = row.ask
        answer = PartnerAnswer(
            ask.kind, row.offered, ask.partner_system, ask.partner_vendor, ask.system, ask.vendor
        )
        answers[_answer_place(answer)] = answer
        if row.prices:
            prices = {name: row.prices.get(name, 0) for name in PRICES}
            offer = CatalogueEntry(
                ask.kind,
                system=ask.system,
                vendor=ask.vendor,
                setup=prices["setup"],
                per_link=prices["per_link"],
                per_month=prices["per_month"],
                lead_months=prices["lead_months"],
            )
            offers[_offer_place(offer)] = offer
    document = landscape_document(
        landscape.changed(catalogue=tuple(offers.values()), partner_answers=tuple(answers.values()))
    )
    result = read_document(document, landscape.places)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return result.landscape


def _without_price(landscape: Landscape, rows: Sequence[_Row]) -> Iterator[Finding]:
    catalogue = Catalogue(landscape)
    for row in rows:
        ask = row.ask
        if row.offered and catalogue.offer(ask.kind, system=ask.system, vendor=ask.vendor) is None:
            yield Finding(
                "price_missing", "warning",
                Text(f"「{ask}」は提供できるとのことですが、費用がどこにもないので、計画には使えません。",
                     f"{ask} is offered, but has no price anywhere: no plan can use it."),
                row.place,
                Text("費用を記入するか、bridges に書いてください。", "Fill in the prices, or write them under bridges."),
            )  # fmt: skip


def _answer_place(answer: PartnerAnswer) -> tuple[object, ...]:
    return (answer.kind, answer.partner_system, answer.partner_vendor, answer.system, answer.vendor)


def _offer_place(entry: CatalogueEntry) -> tuple[object, ...]:
    return (entry.kind, entry.system, entry.vendor, entry.hub, entry.between)
