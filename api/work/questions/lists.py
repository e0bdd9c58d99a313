"""What a landscape that lists made does not know yet, and the answers to that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from analyzer import usecases
from analyzer.landscape.model import Landscape
from analyzer.reports.importing import missing_document, missing_report
from analyzer.tables.missing import Owner
from api.work.questions.base import Computed, Question, as_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Question):
    """Which systems and hubs lack which fields."""

    name: ClassVar[str] = "missing"

    def answer(self, landscape: Landscape) -> Computed:
        found = usecases.missing_data(landscape)
        document = {
            "schema_version": 1,
            "landscape": {"id": landscape.id, "hash": landscape.content_hash},
            "missing": missing_document(found),
        }
        return self.computed(document, missing_report(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFields(Question):
    """What answers to that change, and the landscape with them."""

    name: ClassVar[str] = "filled"

    values: Mapping[Owner, Mapping[str, Mapping[str, str]]]

    def answer(self, landscape: Landscape) -> Computed:
        filled = usecases.fill_missing(landscape, self.values)
        return Computed(as_json(filled.whole_document))
