"""The least joint cost of a schedule: bridges, suspensions, tests, sessions, environments."""

from analyzer.evaluation.evaluate import Evaluation, evaluate_plan

__all__ = ["Evaluation", "evaluate_plan"]
