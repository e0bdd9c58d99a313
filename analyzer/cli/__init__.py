"""The command line. `main` is the entry point; commands stand in `analyzer.cli.commands`.

Nothing heavy is imported here: ``kakehashi --version`` answers at once, and each command
imports what it needs when it runs.
"""

from __future__ import annotations


def main() -> None:
    """Run the command of `sys.argv`, and exit with its code."""
    import sys

    from analyzer.cli.leaving import leave
    from analyzer.cli.running import run

    leave(run(sys.argv[1:]))
