"""Items as rows that Redmine and Jira import. Days are written ``YYYY-MM-DD``; the files are UTF-8 without a BOM."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.diagrams.safe_text import clean
from analyzer.landscape.model import Landscape
from analyzer.messages import Language, Text
from analyzer.packs.dates import span_of
from analyzer.packs.items import ITEM_KINDS, Item
from analyzer.reports.layout import Column, Table, both, columns, join
from analyzer.reports.naming import vendors_named
from analyzer.reports.tables import render_csv

LONGEST_TITLE = 255
"""Letters that Redmine takes as a subject and Jira as a summary, which must be one line, too: a longer one is not imported at all."""
LONGEST_DESCRIPTION = 32_000
"""Letters; Jira takes 32,767."""

# Redmine guesses the field from its own label, in the language of the person. The kind of an item is a category, which the
# import can create; a tracker of that name would have to be there.
_REDMINE = columns(
    ("題名", "Subject"), ("説明", "Description"), ("カテゴリ", "Category"), ("開始日", "Start date"),
    ("期日", "Due date"),
)  # fmt: skip
# Jira asks for which field each column is; only Summary must be there. Labels hold no blanks, one column each.
_JIRA = tuple(
    Column(both(name))
    for name in ("Summary", "Issue Type", "Description", "Start date", "Due date", "Labels", "Labels")
)


def redmine_csv(landscape: Landscape, items: Sequence[Item], language: Language) -> bytes:
    """An issue for each item."""
    rows = [
        (_title(item), _description(landscape, item), ITEM_KINDS[item.kind], *_days(item)) for item in items
    ]
    return render_csv(Table(_REDMINE, tuple(rows)), language, bom=False)


def jira_csv(landscape: Landscape, items: Sequence[Item], language: Language) -> bytes:
    """A task for each item, labelled with its kind and with who has to do it."""
    rows = [
        (
            _title(item), "Task", _description(landscape, item), *_days(item), item.kind,
            "_".join(sorted(item.doers)) or "secretariat",
        )
        for item in items
    ]  # fmt: skip
    return render_csv(Table(_JIRA, tuple(rows)), language, bom=False)


def _days(item: Item) -> tuple[str | None, str | None]:
    span = span_of(item)
    return (None, None) if span is None else (span[0].isoformat(), span[1].isoformat())


def _title(item: Item) -> Text:
    return Text(*(_cut(clean(title), LONGEST_TITLE) for title in item.title))


def _description(landscape: Landscape, item: Item) -> Text:
    """What it is, who takes part, which links, and the id that stays the same; a long list of links is cut."""
    lines = [item.detail]
    if item.vendors:
        whom = vendors_named(landscape, item.vendors)
        lines.append(Text(f"ベンダ: {whom.ja}", f"Vendors: {whom.en}"))
    if item.owners:
        owners = join(both(owner) for owner in item.owners)
        lines.append(Text(f"所管課: {owners.ja}", f"Owner sections: {owners.en}"))
    links = [f"{key} {landscape.integrations[key].name}" for key in item.links]
    id_ = f"ID: {clean(item.id)}"
    return Text(*(
        _within([*spoken.splitlines(), *links], id_, more)
        for spoken, more in zip(join(lines, "\n", "\n"), ("…ほか {} 件", "… {} more"), strict=True)
    ))  # fmt: skip


def _within(lines: Sequence[str], last: str, more: str) -> str:
    """As many of the lines as an issue takes, how many are left out, and the last line, which is always there."""
    cleaned = [clean(line) for line in lines]
    kept: list[str] = []
    room = LONGEST_DESCRIPTION - len(last) - len(more) - 10
    for line in cleaned:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    left = len(cleaned) - len(kept)
    return "\n".join([*kept, *([more.format(left)] if left else []), last])


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
