"""A plan edited by hand, as plain data: what breaks, what it costs, what comes, goes and lives longer.

docs/what-if.md says what every field means.
"""

from __future__ import annotations

from analyzer.landscape.model import Landscape
from analyzer.messages.words import KINDS
from analyzer.reports.answer import Plain, text_document
from analyzer.reports.difference import move_named
from analyzer.reports.keeping import BRIDGE_CHANGES, CASE_CHANGES, kept_sentence
from analyzer.reports.kept_document import bridge_life, case_document, figures
from analyzer.reports.naming import bridge_place, vendor_named
from analyzer.whatif.consequences import BridgeLife, CaseMove
from analyzer.whatif.editing import Edited


def edited_document(edited: Edited) -> Plain:
    """Bridges and tests that stay what they are are counted only. `bound` is of the months after, whatever the ways."""
    kept, landscape = edited.kept, edited.kept.after.landscape
    changed = [life for life in kept.bridges if life.change != "same"]
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "ways": "chosen" if edited.exact else "kept",
        "stopped": kept.after.stopped_by is not None,
        "bound": edited.bound,
        "sentence": text_document(kept_sentence(kept)),
        **figures(kept),
        "moves": [
            {
                "move": str(moved.move),
                "name": text_document(move_named(landscape, moved.move)),
                "before": str(moved.before),
                "after": str(moved.after),
            }
            for moved in kept.moves
        ],
        "bridges": [_bridge(landscape, life) for life in changed],
        "bridges_same": len(kept.bridges) - len(changed),
        "tests": [_test(landscape, case) for case in kept.tests],
    }


def _bridge(landscape: Landscape, life: BridgeLife) -> Plain:
    """With the words that people read."""
    vendor = vendor_named(landscape, life.key.vendor)
    return {
        **bridge_life(life),
        "change_name": text_document(BRIDGE_CHANGES[life.change]),
        "kind_name": text_document(KINDS[life.key.kind]),
        "place": text_document(bridge_place(landscape, life.standing)),
        "vendor_name": None if vendor is None else text_document(vendor),
    }


def _test(landscape: Landscape, case: CaseMove) -> Plain:
    return {
        **case_document(case),
        "change_name": text_document(CASE_CHANGES[case.change]),
        "name": landscape.integrations[case.link].name,
    }
