"""The CSV file of conformant packages: ``vendor,package,business,approval_number,confirmed_date``.

An approval number is business id (with a part, 022-1), 法人番号 and version: ``022-1_8070001001545_1``. Parts and versions of a
package are one package; what several vendors offer together (法人番号 joined by ／) is a vendor of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date

from analyzer.errors import InputError
from analyzer.landscape.findings import Findings
from analyzer.messages import Finding, Text
from analyzer.nation.areas import AREA_OF_BUSINESS, BUSINESS_IDS, COMMON, area_named, plain
from analyzer.nation.figures import Package
from analyzer.tables.cells import Problem, Sheet, Value, text_of
from analyzer.tables.csv_reading import read_csv

COLUMNS = ("vendor", "package", "business", "approval_number", "confirmed_date")
MAX_NAME = 200
_APPROVAL = re.compile(r"([0-9]{3})(?:-[0-9]+)?_([0-9]{13}(?:/[0-9]{13})*)_([0-9]+)\Z")
_FORMER = re.compile(r"\s*[(（]旧[:：][^()（）]*[)）]\s*\Z")
"""What a row says of its former version or name: (旧：003_6010701025710_1)."""


def read_approvals(data: bytes, file: str, findings: Findings) -> tuple[tuple[Package, ...], str | None]:
    """(packages sorted, the newest date); what is wrong goes to `findings`."""
    try:
        sheet = read_csv(data, file)
    except InputError as error:
        findings.include(error.findings, error.total)
        return (), None
    return _Approvals(sheet, findings).read()


class _Approvals:
    def __init__(self, sheet: Sheet, findings: Findings) -> None:
        self._sheet, self._findings = sheet, findings
        self._vendors: dict[str, Counter[str]] = defaultdict(Counter)
        self._names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._areas: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._numbers: dict[str, int] = {}

    def read(self) -> tuple[tuple[Package, ...], str | None]:
        columns = self._columns()
        newest: date | None = None
        for row, cells in enumerate(self._sheet.rows[1:], 1):
            if columns and any(cell is not None for cell in cells):
                day = self._approval(row, cells, columns)
                newest = max((d for d in (newest, day) if d is not None), default=None)
        packages = [
            Package(key[0], _usual(self._names[key]), _usual(self._vendors[key[0]]), tuple(sorted(areas)))
            for key, areas in self._areas.items()
        ]
        return tuple(sorted(packages)), None if newest is None else newest.isoformat()

    def _columns(self) -> dict[str, int]:
        """Where each column stands; empty, with a finding for each missing one, where any is missing."""
        heads = [_clean(cell) for cell in self._sheet.rows[0]] if self._sheet.rows else []
        for name in COLUMNS:
            if heads.count(name) != 1:
                self._note(
                    "heading_wrong", 0, 0,
                    f"見出し {name} は、ちょうど一つ要ります({heads.count(name)} 個あります)。",
                    f"There must be just one heading {name} (there are {heads.count(name)}).",
                    Text(f"一行目を {','.join(COLUMNS)} としてください。", f"Let the first line be {','.join(COLUMNS)}."),
                )  # fmt: skip
        return (
            {name: heads.index(name) for name in COLUMNS} if all(heads.count(n) == 1 for n in COLUMNS) else {}
        )

    def _approval(self, row: int, cells: list[Value | Problem], columns: dict[str, int]) -> date | None:
        said = {name: _clean(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
        said["approval_number"] = said["approval_number"].replace("／", "/")
        for name in ("vendor", "package", "business"):
            if not said[name] or len(said[name]) > MAX_NAME or not said[name].isprintable():
                self._note(
                    "not_a_name", row, columns[name],
                    f"{name} の名前がないか、長すぎます。", f"The name of the {name} is missing or too long.",
                    Text(f"{MAX_NAME} 文字までの名前を書いてください。", f"Write a name of up to {MAX_NAME} letters."),
                )  # fmt: skip
                return None
        day = self._day(said["confirmed_date"], row, columns["confirmed_date"])
        match = _APPROVAL.match(said["approval_number"])
        at = columns["approval_number"]
        if match is None or match[1] not in BUSINESS_IDS:
            self._note(
                "not_an_approval_number", row, at,
                f"「{said['approval_number'][:40]}」は確認番号ではありません。",
                f"{said['approval_number'][:40]!r} is no approval number.",
                Text("業務 ID(001 から 039)、法人番号 13 桁、版を _ でつないでください(例: 001_4120001054120_1)。",
                     "Join business id (001 to 039), 法人番号 of 13 digits and version with _, such as 001_4120001054120_1."),
            )  # fmt: skip
            return day
        self._take(said, match[1], match[2], row, columns)
        return day

    def _take(
        self, said: dict[str, str], business: str, company: str, row: int, columns: dict[str, int]
    ) -> None:
        number, at = said["approval_number"], columns["approval_number"]
        first = self._numbers.setdefault(f"{number} {plain(said['package'])}", row)
        if first != row:
            self._note(
                "twice", row, at,
                f"{number} が二度あります(初めは {first + 1} 行目)。", f"{number} stands here a second time (first in row {first + 1}).",
                Text("どちらかの行を消してください。", "Take one of the rows out."),
            )  # fmt: skip
        area = AREA_OF_BUSINESS.get(business)
        named = area_named(said["business"])
        if named not in (None, COMMON, area):
            self._note(
                "business_differs", row, columns["business"],
                f"業務「{said['business']}」と確認番号の業務 ID {business} が合いません。",
                f"The business {said['business']!r} and the business id {business} of the approval number do not fit.",
                Text("業務か確認番号を直してください。", "Mend the business or the number."),
            )  # fmt: skip
        key = (company, plain(said["package"]))
        self._vendors[company][said["vendor"]] += 1
        self._names[key][said["package"]] += 1
        self._areas[key] |= set() if area is None else {area}

    def _day(self, text: str, row: int, column: int) -> date | None:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._note(
                "not_a_day", row, column,
                f"「{text[:40]}」は日付ではありません。", f"{text[:40]!r} is not a day.",
                Text("2025-06-10 のように書いてください。", "Write it like 2025-06-10."),
            )  # fmt: skip
            return None

    def _note(self, code: str, row: int, column: int, ja: str, en: str, mend: Text) -> None:
        self._findings.take(Finding(code, "error", Text(ja, en), self._sheet.place(row, column), mend))


def _clean(cell: Value | Problem) -> str:
    """The text of a cell, line breaks and runs of spaces as one space, without former names and numbers."""
    return "" if isinstance(cell, Problem) else _FORMER.sub("", " ".join(text_of(cell).split()))


def _usual(names: Counter[str]) -> str:
    """Of several spellings the commonest, then the first as sorted."""
    return min(names, key=lambda name: (-names[name], name))
