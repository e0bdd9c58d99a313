"""The survey of intent (意向調査) to fill in: each vendor is asked for exactly the links that need an answer (東村山市).

`survey_answers` reads the filled sheet back: the headings of the answers and the number of each question are known there.
"""

from __future__ import annotations

from collections import Counter

from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.reports.layout import Cell, Column, Section, Table, columns, join
from analyzer.reports.naming import system_named, vendor_named
from analyzer.worksheets.survey_needs import Ask, Need, survey_needs
from analyzer.worksheets.worksheet import Asked, Content, Sheet

YES, NO = Text("はい", "yes"), Text("いいえ", "no")
NUMBER = Text("調査番号", "survey id")
OFFERED = Text("提供できますか", "offered?")
PRICES = {
    "setup": Text("構築費", "setup"),
    "per_link": Text("連携1本あたり", "per link"),
    "per_month": Text("月額", "per month"),
    "lead_months": Text("準備の月数", "lead months"),
}
REMARKS = Text("備考", "remarks")
_QUESTIONS = {
    "keep_legacy": Text("移行したあとも、相手が移行するまで、現行の連携機能を維持できますか。",
                        "Can you keep the legacy interface after your move, until the partner moves?"),
    "early_standard": Text("移行する前に、標準化対応した連携機能を、相手に先に用意できますか。",
                           "Can you offer the standard interface to the partner before your own move?"),
}  # fmt: skip
COLUMNS = (
    *columns(
        ("ベンダ", "vendor"), ("聞くこと", "kind"), ("システム", "system"), ("相手ベンダ", "partner vendor"),
        ("相手システム", "partner system"), ("連携", "links"), ("混在の期間", "mixed"),
    ),
    Column(NUMBER),
    Column(OFFERED, choices=(YES, NO)),
    *(Column(heading, number=True) for heading in PRICES.values()),
    Column(REMARKS, written=True),
)  # fmt: skip


def _content(asked: Asked) -> Content:
    needs = {ask: need for ask, need in survey_needs(asked).items() if asked.vendor in (None, ask.vendor)}
    open_ = {ask: need for ask, need in needs.items() if need.answer is None}
    answered = {ask: need for ask, need in needs.items() if need.answer is not None}
    answer = Table(COLUMNS, tuple(_row(asked, ask, need) for ask, need in open_.items()))
    unit = asked.landscape.cost_unit
    in_unit = Text(f"費用の単位は「{unit}」です。", f" Costs are in {unit}.") if unit else Text("", "")
    vendors = len({ask.vendor for ask in open_})
    lines = (
        Text(f"{vendors} 社に {len(open_)} 件を聞きます(回答済み {len(answered)} 件)。",
             f"{len(open_)} question(s) to {vendors} vendor(s); {len(answered)} answered already."),
        *(Text(f"{KINDS[kind].ja}: {text.ja}", f"{KINDS[kind].en}: {text.en}") for kind, text in _QUESTIONS.items()),
        Text(f"「{OFFERED.ja}」に「はい」か「いいえ」を、「はい」なら費用と準備の月数も記入してください。{in_unit.ja}",
             f"Answer yes or no; with yes, the costs and the months that building it takes.{in_unit.en}"),
    )  # fmt: skip
    sections = []
    if answered:
        known = Table(
            columns(("ベンダ", "vendor"), ("聞いたこと", "kind"), ("システム", "system"), ("相手ベンダ", "partner vendor"),
                    ("相手システム", "partner system"), ("回答", "answer")),
            tuple((*_who(asked, ask), _said(need)) for ask, need in answered.items()),
        )  # fmt: skip
        sections.append(Section(Text("回答済み", "Answered"), table=known))
    return Content(
        (*sections, Section(Text("調査票", "Questions"), lines, answer)),
        answer,
        {
            "questions": [_plain(ask, need) for ask, need in open_.items()],
            "answered": [
                {**_plain(ask, need), "offered": need.answer is not None and need.answer.offered}
                for ask, need in answered.items()
            ],
        },
    )


def open_by_vendor(asked: Asked) -> Counter[str]:
    """Vendor → questions of the survey that it has not answered."""
    return Counter(ask.vendor for ask, need in survey_needs(asked).items() if need.answer is None)


def _who(asked: Asked, ask: Ask) -> tuple[Cell, ...]:
    landscape = asked.landscape
    return (
        vendor_named(landscape, ask.vendor), KINDS[ask.kind], system_named(landscape, ask.system),
        vendor_named(landscape, ask.partner_vendor), system_named(landscape, ask.partner_system),
    )  # fmt: skip


def _row(asked: Asked, ask: Ask, need: Need) -> tuple[Cell, ...]:
    links = join(
        (
            Text(f"{key.id}「{asked.landscape.integrations[key].name}」", key.id)
            for key in sorted(need.links, key=str)
        ),
        "\n",
        "\n",
    )
    return (*_who(asked, ask), links, _period(asked, need), str(ask), None, None, None, None, None, None)


def _period(asked: Asked, need: Need) -> Text | None:
    if not need.months:
        return None
    first, last = asked.month_text(min(need.months)), asked.month_text(max(need.months))
    assert first is not None
    assert last is not None
    return first if first == last else Text(f"{first.ja}～{last.ja}", f"{first.en} to {last.en}")


def _said(need: Need) -> Text:
    return YES if need.answer is not None and need.answer.offered else NO


def _plain(ask: Ask, need: Need) -> dict[str, object]:
    return {
        "id": str(ask),
        **ask._asdict(),
        "links": sorted(map(str, need.links)),
        "months": [str(month) for month in sorted(need.months)],
        "priced": need.priced,
    }


SHEET = Sheet(
    "survey",
    Text("意向調査票", "Survey of intent"),
    Text(
        "混在する連携について、現行連携の維持・標準連携の先行ができるかを、答えの要るベンダだけに聞く表。",
        "Asks each vendor, for just the mixed links that need an answer, whether it keeps the legacy interface or offers the standard one early.",
    ),
    "optional",
    _content,
)
