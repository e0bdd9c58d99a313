"""Commands about what is kept: ``kakehashi store list``, ``put``, ``backup`` and so on."""

# In this order the help lists them.
from analyzer.cli.commands.store import landscapes, plans, finding, caring  # isort: skip
from analyzer.cli.commands.store.common import app

__all__ = ["app", "caring", "finding", "landscapes", "plans"]
