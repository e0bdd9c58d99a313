"""What a file says beyond its keys and types: each theme a module, each fact a code."""

from __future__ import annotations

from analyzer.landscape.checks import dates, existing, identity, links, moves, offers, references
from analyzer.landscape.checks.context import Context

CHECKS = (
    identity.check,
    references.check,
    dates.check,
    moves.check,
    links.check,
    offers.check,
    existing.check_places,
)


def check_documents(context: Context) -> None:
    """Every check that looks at the documents, on all the sound parts of the file."""
    for check in CHECKS:
        check(context)
