"""Items as an iCalendar file (RFC 5545): days where they are named, else whole months; the same bytes each time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

import icalendar

from analyzer.diagrams.safe_text import clean
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text
from analyzer.packs.dates import first_day, span_of
from analyzer.packs.items import ITEM_KINDS, Item


def calendar_file(landscape: Landscape, items: Sequence[Item], title: Text, language: Language) -> bytes:
    """One event for each item with a month; answers that are due on one day are one event.

    Who imports a later pack gets the same events moved: their UIDs hold no month. They take no time away
    (``TRANSPARENT``): a month in which a test falls is no month without meetings.
    """
    stamp = _stamp(landscape)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Kakehashi//packs//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", clean(title.in_language(language)))
    for id_, summary, description, kind, (first, last) in _events(items):
        event = icalendar.Event()
        digest = hashlib.sha256(f"{landscape.id}\n{id_}".encode()).hexdigest()[:32]
        event.add("uid", f"{digest}@kakehashi.invalid")
        event.add("dtstamp", stamp)
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # the day after the last one
        event.add("summary", clean(summary.in_language(language)))
        event.add("description", "\n".join(map(clean, description.in_language(language).splitlines())))
        event.add("categories", [clean(kind.in_language(language))])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=True)
    return written


def _stamp(landscape: Landscape) -> datetime:
    """No clock: the month that the landscape is of, so that a newer one has a newer stamp."""
    month = landscape.as_of or (landscape.horizon.first if len(landscape.horizon) else None)
    day = date(2000, 1, 1) if month is None else first_day(month)
    return datetime.combine(day, time(), UTC)


_Event = tuple[str, Text, Text, Text, tuple[date, date]]


def _events(items: Sequence[Item]) -> Iterator[_Event]:
    for (whom, day), count in sorted(_due(items).items()):
        span = date.fromisoformat(day), date.fromisoformat(day)
        yield (
            f"answers:{whom}",
            Text(f"質問 {count} 件の回答期限", f"{count} question(s) to be answered"),
            Text("質問票の回答欄に記入して事務局へ返してください。", "Fill in the answers and send them to the secretariat."),
            ITEM_KINDS["answer"],
            span,
        )  # fmt: skip
    for item in items:
        span_or_none = span_of(item)
        if item.kind != "answer" and span_or_none is not None:
            listed = "".join(f"\n{key}" for key in item.links)
            yield (
                item.id, item.title, Text(item.detail.ja + listed, item.detail.en + listed),
                ITEM_KINDS[item.kind], span_or_none,
            )  # fmt: skip


def _due(items: Sequence[Item]) -> Counter[tuple[str, str]]:
    """(vendor, day) → questions to answer by then."""
    counts: Counter[tuple[str, str]] = Counter()
    for item in items:
        if item.kind == "answer" and item.day is not None:
            counts["".join(sorted(item.doers)), item.day] += item.count
    return counts
