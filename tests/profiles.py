"""How much a run tries: `ci` a little of everything, `laptop` more, `long` all that is worth a night (`make test-long`)."""

from __future__ import annotations

import os

from hypothesis import settings

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
"""Kill loops, load and large examples are whole; elsewhere each runs a few rounds."""

# No deadline anywhere: two shared cores make slow examples, not wrong ones.
settings.register_profile("laptop", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=30, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=500, print_blob=True)


def load_profile() -> None:
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if IN_CI else "laptop"))


def examples(of_a_hundred: int) -> int:
    """How many examples a test takes that would take so many where a plain one takes a hundred; three at least."""
    return max(min(of_a_hundred, 3), of_a_hundred * settings().max_examples // 100)
