"""The one table of headings: which column of which list carries which field of the file.

Import, export, template and docs/tables.md all read it. A column is headed in Japanese, by an
alias, or by the name that the field has in the landscape file (`name`); width, case and spaces
do not matter. Fields of moves and realizations are headed ``<id>.<heading>``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analyzer.messages import Language, Text

Kind = Literal[
    "id", "text", "month", "months", "day", "integer", "boolean", "choice", "texts", "reference", "references",
    "partner", "route", "package", "generation", "branch", "order",
]  # fmt: skip
ListName = Literal["systems", "links", "vendors", "environments", "hubs", "packages"]

ATTRIBUTES = Text("属性", "attributes")
ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of an entry. `path` is the way to it in the entry, `name` its heading in English."""

    name: str
    ja: str
    kind: Kind
    hint: Text
    path: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    choices: tuple[tuple[str, ...], ...] = ()
    """(value in the file, Japanese label, other words …), of kind ``choice``."""
    target: ListName | None = None
    """The list whose ids the cell names (references and partners)."""
    needed: bool = False
    """A row without it makes no entry."""

    @property
    def way(self) -> tuple[str, ...]:
        return self.path or tuple(self.name.split("."))

    def heading(self, language: Language) -> str:
        return self.ja if language == "ja" else self.name


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that repeat under an id: the moves of a system, the realizations of a link."""

    name: str
    ja: str
    columns: tuple[Column, ...]
    aliases: Mapping[str, str]
    """Words that stand for an id in front of the dot: リフト for lift."""


@dataclass(frozen=True, slots=True)
class ListSchema:
    """A list: one row per entry of `section` of the landscape file."""

    name: ListName
    section: str
    sheet: Text
    columns: tuple[Column, ...]
    group: Group | None = None
    keys: tuple[str, ...] = ("id",)
    marks: tuple[str, ...] = ("id",)
    """A row of headings is this list's only if it has these columns, and another that tells something."""

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a cell of the row of headings says: a column, perhaps of a member of the group, or an attribute."""

    column: Column
    member: str | None = None
    attribute: str | None = None


def _hint(ja: str, en: str) -> Text:
    return Text(ja, en)


_ID = _hint("半角英小文字・数字・_・-", "a-z, 0-9, _ and -")
_TEXT = _hint("文字", "text")
_MONTH = _hint("年月(2025-04)", "a month (2025-04)")
_MONTHS = _hint("年月を「、」で区切る", "months, separated by commas")
_DAY = _hint("日付(2025-01-04)", "a date (2025-01-04)")
_NUMBER = _hint("0以上の整数", "an integer, 0 or more")
_BOOLEAN = _hint("○ または空欄", "true, or empty")
_GENERATION = _hint("世代(legacy, standard など)", "a generation (legacy, standard, ...)")
_CHOICE = _hint("選択肢から選ぶ", "one of the choices")


def _reference(list_ja: str, list_en: str) -> Text:
    return _hint(f"{list_ja}のIDまたは名称", f"id or name of a {list_en}")


_ENVIRONMENT = _reference("環境", "environment")
_VENDOR = _reference("ベンダ", "vendor")
_NOTE = Column("note", "備考", "text", _TEXT, aliases=("メモ", "注記"))


def _form(prefix: str, ja: str, path: tuple[str, ...], *, needed: bool) -> tuple[Column, ...]:
    """Environment, generation, vendor and package, of the current form or of a move's `to`."""
    return (
        Column(f"{prefix}environment", f"{ja}環境", "reference", _ENVIRONMENT, (*path, "environment"),
               target="environments", needed=needed, aliases=(f"{ja}稼働環境",)),
        Column(f"{prefix}generation", f"{ja}世代", "generation", _GENERATION, (*path, "generation"), needed=needed),
        Column(f"{prefix}vendor", f"{ja}ベンダ", "reference", _VENDOR, (*path, "vendor"),
               target="vendors", needed=needed, aliases=(f"{ja}ベンダー", f"{ja}事業者")),
        Column(f"{prefix}package", f"{ja}パッケージ", "package", _hint("パッケージのIDまたは名称", "id or name of a package"),
               (*path, "package"), target="packages"),
    )  # fmt: skip


_AVAILABLE = (
    Column("available.from", "利用開始月", "month", _MONTH),
    Column("available.until", "利用終了月", "month", _MONTH),
)

MOVES = Group(
    "moves",
    "移行",
    (
        *_form("", "", ("to",), needed=False),
        Column("earliest", "最早月", "month", _MONTH, aliases=("開始可能月",)),
        Column("latest", "最遅月", "month", _MONTH),
        Column("fixed", "確定月", "month", _MONTH),
        Column("deadline", "期限", "month", _MONTH),
        Column("blackout", "禁止月", "months", _MONTHS),
        Column("not_with_previous", "前の移行と別の月", "boolean", _BOOLEAN),
        Column("day", "切替日", "day", _DAY),
        Column("needs_line.between", "必要回線", "references", _hint("環境2つを「、」で区切る", "two environments"),
               target="environments"),
        Column("needs_line.months_before", "必要回線の月数", "integer", _NUMBER),
        _NOTE,
    ),
    {"リフト": "lift", "シフト": "shift"},
)  # fmt: skip

REALIZATIONS = Group(
    "realizations",
    "実現",
    (
        Column("via", "経由", "route", _hint("ハブのIDまたは名称、または「直接」", "id or name of a hub, or (direct)"),
               target="hubs", aliases=("経由先", "ハブ")),
        Column("method", "連携方式", "text", _TEXT, aliases=("方式", "連携方法")),
        Column("interval", "連携間隔", "text", _hint("PT10M, P1D など", "PT10M, P1D, ..."), aliases=("間隔", "頻度")),
        Column("send", "送信インタフェース", "text", _TEXT, aliases=("送信IF", "送信I/F")),
        Column("receive", "受信インタフェース", "text", _TEXT, aliases=("受信IF", "受信I/F")),
        Column("same_as", "同じ世代", "generation", _hint("同じ実現をもつ世代", "the generation with the same realization")),
        _NOTE,
    ),
    {"現行": "legacy", "標準": "standard", "データ標準": "data_standard"},
)  # fmt: skip

SYSTEMS = ListSchema(
    "systems",
    "systems",
    Text("システム一覧", "systems"),
    (
        Column("id", "システムID", "id", _ID, needed=True),
        Column("name", "システム名", "text", _TEXT, aliases=("システム名称", "業務システム名"), needed=True),
        Column("block", "ブロック", "text", _hint("移行パターンで使う語", "a word that patterns use")),
        Column("businesses", "業務ID", "texts", _hint("001、002 など", "001, 002, ...")),
        Column("scope", "対象区分", "choice", _CHOICE, aliases=("標準化対象区分",), needed=True, choices=(
            ("standard", "標準化対象", "標準", "対象"), ("out_of_scope", "標準化対象外", "対象外"),
            ("common_function", "共通機能"), ("external", "外部", "外部機関"))),
        Column("owner", "主管課", "text", _TEXT, aliases=("所管課", "業務主管課")),
        *_form("current.", "現行", ("current",), needed=True),
        Column("contract_end", "契約終了月", "month", _MONTH, aliases=("契約期限", "契約満了月")),
        Column("moves", "移行の順", "order", _hint("移行IDを順に「、」で区切る", "ids of the moves in order")),
        _NOTE,
    ),
    MOVES,
)  # fmt: skip

LINKS = ListSchema(
    "links",
    "integrations",
    Text("連携一覧", "links"),
    (
        Column("id", "連携ID", "id", _ID, needed=True),
        Column("branch", "枝番", "branch", _hint("空欄は 00", "empty: 00")),
        Column("name", "連携名", "text", _TEXT, aliases=("連携名称", "連携機能名"), needed=True),
        Column("from", "連携元", "partner", _hint("システムのIDまたは名称、または「不明」", "id or name of a system, or ?"),
               aliases=("連携元システム", "送信元", "提供元"), target="systems", needed=True),
        Column("to", "連携先", "partner", _hint("システムのIDまたは名称、または「不明」", "id or name of a system, or ?"),
               aliases=("連携先システム", "送信先", "提供先"), target="systems", needed=True),
        Column("criticality", "重要度", "choice", _CHOICE, choices=(("low", "低"), ("normal", "中", "普通"), ("high", "高"))),
        Column("main_route", "主要ルート", "boolean", _BOOLEAN, aliases=("主要な連携",)),
        Column("suspendable", "停止費用", "integer", _hint("停止できるとき、1か月の費用", "cost a month, where it may be left out"),
               aliases=("停止費用(月)",)),
        Column("ends", "後継なし", "boolean", _BOOLEAN, aliases=("連携終了",)),
        Column("confidence", "確度", "choice", _CHOICE, choices=(
            ("surveyed", "調査済", "調査済み"), ("documented", "資料", "資料あり"), ("assumed", "想定", "推定"), ("unknown", "不明"))),
        _NOTE,
    ),
    REALIZATIONS,
    ("id", "branch", "from", "to"),
    ("id", "from", "to"),
)  # fmt: skip

VENDORS = ListSchema(
    "vendors",
    "vendors",
    Text("ベンダ一覧", "vendors"),
    (
        Column("id", "ベンダID", "id", _ID, aliases=("ベンダーID", "事業者ID"), needed=True),
        Column("name", "ベンダ名", "text", _TEXT, aliases=("ベンダー名", "事業者名"), needed=True),
        Column("cutovers_per_month", "月間切替数上限", "integer", _NUMBER),
        Column("unavailable", "対応不可月", "months", _MONTHS),
        Column("bridges_until", "過渡期連携の終了", "month", _MONTH),
        _NOTE,
    ),
)

ENVIRONMENTS = ListSchema(
    "environments",
    "environments",
    Text("環境一覧", "environments"),
    (
        Column("id", "環境ID", "id", _ID, needed=True),
        Column("name", "環境名", "text", _TEXT, needed=True),
        Column("hosting", "設置形態", "choice", _CHOICE, needed=True, choices=(
            ("on_premises", "オンプレミス", "オンプレ", "庁内"), ("government_cloud", "ガバメントクラウド", "ガバクラ"),
            ("private_cloud", "プライベートクラウド"), ("other_cloud", "その他クラウド"), ("external", "外部"))),
        Column("zone", "ネットワーク区分", "choice", _CHOICE, choices=(
            ("core", "基幹系"), ("information", "情報系"), ("lgwan", "LGWAN"), ("internet", "インターネット"))),
        Column("provider", "提供者", "text", _TEXT),
        *_AVAILABLE,
        Column("stage", "本番・検証", "choice", _CHOICE, choices=(("production", "本番"), ("verification", "検証"))),
        Column("monthly_cost", "月額費用", "integer", _NUMBER),
        _NOTE,
    ),
)  # fmt: skip

HUBS = ListSchema(
    "hubs",
    "hubs",
    Text("ハブ一覧", "hubs"),
    (
        Column("id", "ハブID", "id", _ID, needed=True),
        Column("name", "ハブ名", "text", _TEXT, needed=True),
        Column("environment", "環境", "reference", _ENVIRONMENT, target="environments", needed=True),
        Column("vendor", "ベンダ", "reference", _VENDOR, target="vendors", needed=True),
        Column("write_back", "書き戻し", "boolean", _BOOLEAN),
        Column("read_through", "読み出し", "boolean", _BOOLEAN),
        Column("converts", "変換", "boolean", _BOOLEAN),
        *_AVAILABLE,
        _NOTE,
    ),
)

PACKAGES = ListSchema(
    "packages",
    "packages",
    Text("パッケージ一覧", "packages"),
    (
        Column("id", "パッケージID", "id", _ID, needed=True),
        Column("name", "パッケージ名", "text", _TEXT, needed=True),
        Column("vendor", "ベンダ", "reference", _VENDOR, target="vendors", aliases=("ベンダー", "事業者")),
        *_AVAILABLE,
        _NOTE,
    ),
)

LISTS: tuple[ListSchema, ...] = (SYSTEMS, LINKS, VENDORS, ENVIRONMENTS, HUBS, PACKAGES)


def schema_of(name: ListName) -> ListSchema:
    return next(schema for schema in LISTS if schema.name == name)


def normalise(text: str) -> str:
    """The form in which headings and words are compared: NFKC, no spaces, no case, no trailing mark."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split()).rstrip("*")


@dataclass(frozen=True, slots=True)
class HeadingReader:
    """Reads the headings of one list."""

    schema: ListSchema
    _words: dict[str, Column] = field(default_factory=dict, init=False)
    _group_words: dict[str, Column] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._words.update(_words_of(self.schema.columns))
        if self.schema.group is not None:
            self._group_words.update(_words_of(self.schema.group.columns))

    def read(self, text: str) -> Heading | None:
        """None where this list has no such column."""
        column = self._words.get(normalise(text))
        if column is not None:
            return Heading(column)
        head, rest = _split(text)
        if head in _ATTRIBUTE_WORDS:
            return Heading(attribute_column(rest), attribute=rest)
        group = self.schema.group
        if group is None:
            return None
        if head in (group.name, normalise(group.ja)):
            head, rest = _split(rest)
        return self._member(group.aliases.get(head, head), rest)

    def _member(self, member: str, rest: str) -> Heading | None:
        if not ID_PATTERN.match(member):
            return None
        column = self._group_words.get(normalise(rest))
        if column is not None:
            return Heading(column, member)
        head, name = _split(rest)
        return Heading(attribute_column(name), member, name) if head in _ATTRIBUTE_WORDS else None


def attribute_column(name: str) -> Column:
    return Column(f"{ATTRIBUTES.en}.{name}", f"{ATTRIBUTES.ja}.{name}", "text", _TEXT, (ATTRIBUTES.en, name))


def heading_text(schema: ListSchema, heading: Heading, language: Language) -> str:
    """What export writes over a column; `HeadingReader.read` reads it back as the same."""
    text = heading.column.heading(language)
    if heading.member is None:
        return text
    short = f"{heading.member}.{text}"
    assert schema.group is not None
    # A move may be called "current" or "attributes": then the long form tells it apart.
    if HeadingReader(schema).read(short) == heading:
        return short
    return f"{schema.group.ja if language == 'ja' else schema.group.name}.{short}"


def _words_of(columns: tuple[Column, ...]) -> Iterator[tuple[str, Column]]:
    for column in columns:
        for word in (column.name, column.ja, ".".join(column.way), *column.aliases):
            yield normalise(word), column


def _split(text: str) -> tuple[str, str]:
    """(normalised part before the first dot, the rest as it stands); two empty parts without a dot."""
    parts = re.split(r"[.．]", text, maxsplit=1)
    return (normalise(parts[0]), parts[1]) if len(parts) == 2 else ("", "")


_ATTRIBUTE_WORDS = frozenset(map(normalise, ATTRIBUTES))
