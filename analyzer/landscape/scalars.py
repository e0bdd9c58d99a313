"""The kinds of text and number that fields of the landscape file hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

ID_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"
BRANCH_PATTERN = r"^[0-9A-Za-z][0-9A-Za-z_-]*$"
MONTH_PATTERN = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"
DAY_PATTERN = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
MOVE_PATTERN = r"^[a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*$"
REFERENCE_PATTERN = (
    r"^[a-z0-9][a-z0-9_-]*(/[0-9A-Za-z][0-9A-Za-z_-]*"
    r"(/([a-z0-9][a-z0-9_-]*|\?)/([a-z0-9][a-z0-9_-]*|\?))?)?$"
)
CODE_PATTERN = r"^[0-9]{5,6}$"
SLIP_MONTHS_PATTERN = r"^(0|[1-9][0-9]{0,3})$"
NAME_PATTERN = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"
"""No control characters, line breaks, or marks that turn the direction of writing."""

MAX_AMOUNT = 1_000_000_000_000
"""Costs above it cannot be added exactly by the solvers (which compute in doubles)."""
MAX_COUNT = 1_000_000
MAX_MONTHS = 1_200

Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=200)]
Branch = Annotated[str, Field(pattern=BRANCH_PATTERN, max_length=50)]
MonthText = Annotated[str, Field(pattern=MONTH_PATTERN, examples=["2026-01"])]
DayText = Annotated[str, Field(pattern=DAY_PATTERN, examples=["2026-01-04"])]
MoveText = Annotated[str, Field(pattern=MOVE_PATTERN, max_length=401, examples=["jumin.shift"])]
ReferenceText = Annotated[str, Field(pattern=REFERENCE_PATTERN, max_length=700, examples=["004o008/00"])]
Name = Annotated[str, Field(pattern=NAME_PATTERN, min_length=1, max_length=1_000)]
Word = Annotated[str, Field(pattern=NAME_PATTERN, min_length=1, max_length=1_000)]
Note = Annotated[str, Field(max_length=100_000)]
Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Months = Annotated[int, Field(ge=0, le=MAX_MONTHS)]
