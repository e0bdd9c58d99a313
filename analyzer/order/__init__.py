"""The order of migration: patterns, the proven optimum, and why no other."""

from __future__ import annotations

from analyzer.order.optimize import optimize_plan
from analyzer.order.ordering import Ordering

__all__ = ["Ordering", "optimize_plan"]
