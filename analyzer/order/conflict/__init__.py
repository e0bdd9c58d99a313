"""Why no plan keeps all rules, and the least that would have to change (semantics, section 6, *Infeasible*)."""

from __future__ import annotations

from analyzer.order.conflict.explain import explain
from analyzer.order.conflict.values import Change, Conflict, Relaxation, Revision

__all__ = ["Change", "Conflict", "Relaxation", "Revision", "explain"]
