"""Scenarios: named changes to a landscape, read from their file and applied (docs/what-if.md)."""

from analyzer.whatif.scenarios.applying import Changed, apply
from analyzer.whatif.scenarios.changes import Scenario
from analyzer.whatif.scenarios.reading import combined, find_scenarios, read_scenarios

__all__ = ["Changed", "Scenario", "apply", "combined", "find_scenarios", "read_scenarios"]
