"""Tests that share something dear (a server, a browser, an environment) run in one worker."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("groups")
def test_whoever_shares_out_the_tests_knows_their_groups(request: pytest.FixtureRequest) -> None:
    """pytest-xdist writes the group into the id; a pytest that does not let it shares groups out like all else."""
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@groups")
