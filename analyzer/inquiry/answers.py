"""Answers back into the landscape: all of them or nothing, every error at its cell."""

from __future__ import annotations

import copy
import difflib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.errors import InputError
from analyzer.inquiry.asking import questions_of
from analyzer.inquiry.bridges_named import bridge_named
from analyzer.inquiry.links import WAY
from analyzer.inquiry.questions import Question
from analyzer.inquiry.sheets import AnswerCell, answer_cells
from analyzer.landscape.difference import LandscapeDifference, difference_of
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Place, Text
from analyzer.tables.cells import Problem, Sheet, text_of
from analyzer.tables.headings import LISTS
from analyzer.tables.mending import CellPlaces
from analyzer.tables.names import Names
from analyzer.tables.understanding import NotUnderstood, understood


@dataclass(frozen=True, slots=True)
class Answered:
    """`landscape` with the answers in it, what changed, and what was passed over (`findings`, warnings).

    `filled` are the questions whose answers were set.
    """

    landscape: Landscape
    difference: LandscapeDifference
    filled: tuple[Question, ...]
    findings: tuple[Finding, ...]


def read_answers(landscape: Landscape, sheets: Sequence[Sheet]) -> Answered:
    """InputError names every answer that cannot be understood, contradicts another, or makes the file wrong."""
    draft = _Draft(landscape, copy.deepcopy(landscape_document(landscape)))
    asked = {question.id: question for question in questions_of(landscape)}
    cells: dict[str, list[AnswerCell]] = defaultdict(list)
    for cell in answer_cells(sheets):
        cells[cell.question].append(cell)
    for id_, given in cells.items():
        if id_ in asked:
            draft.fill(asked[id_], given)
        else:
            draft.passed_over.extend(_not_asked(id_, cell, asked) for cell in given)
    if draft.errors:
        raise InputError(tuple(draft.errors[:1_000]), len(draft.errors))
    changed = _read(draft)
    hashes = (landscape.content_hash, changed.content_hash)
    difference = difference_of(landscape_document(landscape), landscape_document(changed), hashes)
    return Answered(changed, difference, tuple(draft.filled), tuple(draft.passed_over))


@dataclass
class _Draft:
    landscape: Landscape
    document: dict[str, Any]
    places: dict[Path, Place] = field(default_factory=dict)
    filled: list[Question] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    passed_over: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._names = Names()
        for schema in LISTS:
            if schema.name != "links":
                for entry in getattr(self.landscape, schema.section).values():
                    self._names.add(schema.name, entry.id, entry.name)
        self._keys = {str(key): key for key in self.landscape.integrations}

    def fill(self, question: Question, given: Sequence[AnswerCell]) -> None:
        """Sets the field of a question to what its cells say, if they say one thing."""
        meant: list[tuple[object, Place]] = []
        for cell in given:
            try:
                meant.append((self._understood(question, cell), cell.place))
            except NotUnderstood as problem:
                self.errors.append(Finding(
                    "answer_not_understood", "error",
                    Text(f"{question.id} の回答: {problem.message.ja}", f"The answer to {question.id}: {problem.message.en}"),
                    cell.place, problem.suggestion,
                ))  # fmt: skip
        if not meant:
            return
        value, place = meant[0]
        for other, at in meant[1:]:
            if other != value:
                self.errors.append(_contradiction(question, at, place))
        if value is not None:  # "unknown" is no answer
            self._set(question, value, place)
            self.filled.append(question)

    def _understood(self, question: Question, cell: AnswerCell) -> object:
        if isinstance(cell.value, Problem):
            raise NotUnderstood(cell.value.message, Text("値で書いてください。", "Write it as a value."))
        if question.column is WAY:
            key = self._keys[question.subject]
            return bridge_named(self.landscape, self._names, key, text_of(cell.value))
        return understood(question.column, cell.value, self._names)

    def _set(self, question: Question, value: object, place: Place) -> None:
        section = self.document.setdefault(question.target.section, [])
        at = question.target.entry
        if at is None:
            assert isinstance(value, dict), "a new entry"
            at = _joined(section, value)
            self.places.setdefault((question.target.section, at), place)
            return
        target: Any = section[at]
        for step in question.target.path[:-1]:
            target = target[step] if isinstance(step, int) else target.setdefault(step, {})
        target[question.target.path[-1]] = value
        self.places[(question.target.section, at, *question.target.path)] = place


def _joined(section: list[dict[str, Any]], entry: dict[str, Any]) -> int:
    """Where the bridge stands in the section: one that is there already serves the link too."""
    fields = ("kind", "system", "vendor", "hub", "integration", "between", "from")
    place = [entry.get(name) for name in fields]
    for at, known in enumerate(section):
        if [known.get(name) for name in fields] == place:
            known["serves"] = [*known.get("serves", ()), *entry["serves"]]
            return at
    section.append(entry)
    return len(section) - 1


def _read(draft: _Draft) -> Landscape:
    file = next(iter(draft.places.values())).file if draft.places else draft.landscape.places.file
    result = read_document(draft.document, CellPlaces(file, {}, draft.places))
    if result.landscape is None:
        errors = tuple(
            Finding(f.code, f.severity, f.message, None if f.place is None else Place(*f.place), f.suggestion)
            for f in result.findings
            if f.severity == "error"
        )
        raise InputError(errors, max(len(errors), 1))
    return result.landscape


def _contradiction(question: Question, at: Place, other: Place) -> Finding:
    return Finding(
        "answers_contradict", "error",
        Text(f"{question.id} への回答が、{other} と食い違います。", f"This answer to {question.id} contradicts {other}."),
        at, Text("どちらかを直すか、空欄にしてください。", "Mend one of them, or leave it empty."),
    )  # fmt: skip


def _not_asked(id_: str, cell: AnswerCell, asked: dict[str, Question]) -> Finding:
    near = difflib.get_close_matches(id_[:200], list(asked)[:2_000], n=1, cutoff=0.9)
    shown = id_ if len(id_) <= 80 else f"{id_[:79]}…"
    return Finding(
        "question_not_asked", "warning",
        Text(f"質問 {shown} は、今のファイルにはありません(回答済みか、別のファイルの質問です)。この回答は使いませんでした。",
             f"The file does not ask {shown} (it is answered already, or of another file). The answer was not used."),
        cell.place,
        Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?") if near else None,
    )  # fmt: skip
