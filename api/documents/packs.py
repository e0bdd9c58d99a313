"""What filled-in answers come to."""

from __future__ import annotations

from typing import Any

from api.documents.landscapes import DifferenceDocument
from api.documents.problems import FindingDocument


class AnswersDocument(DifferenceDocument):
    """What the answers change (as between two versions), and the landscape file with them in it.

    `filled` are the ids of the questions whose answers were set, `surveyed` counts answers of the survey of intent, `findings` answers that were passed over.
    """

    filled: list[str]
    surveyed: int
    findings: list[FindingDocument]
    landscape_file: dict[str, Any]
