"""What every test shares: hypothesis profiles, and tools that a laptop may lack but CI may not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from functools import cache

import pytest

from tests.profiles import IN_CI, load_profile

load_profile()

# In the background of a script Ctrl-C is ignored, by all that the tests start as well; some are stopped by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@cache
def _has_dot() -> bool:
    return shutil.which("dot") is not None


@cache
def _has_chromium() -> bool:
    return shutil.which("chromium") is not None


@cache
def _has_japanese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


@cache
def _has_neo4j() -> bool:
    # What fetches and runs a server; `scripts/neo4j.sh` says more where that fails.
    return bool(os.environ.get("NEO4J_URL")) or all(shutil.which(tool) for tool in ("java", "mvn"))


@cache
def _has_soffice() -> bool:
    return shutil.which("soffice") is not None


_TOOLS = {
    "requires_neo4j": (
        _has_neo4j,
        "no Neo4j server: set NEO4J_URL, or apt-get install openjdk-17-jre-headless maven",
    ),
    "requires_dot": (_has_dot, "Graphviz' `dot` is missing (apt-get install graphviz)"),
    "requires_chromium": (_has_chromium, "Chromium is missing (apt-get install chromium)"),
    "requires_soffice": (
        _has_soffice,
        "LibreOffice is missing (apt-get install libreoffice-calc-nogui)",
    ),
    "requires_japanese_font": (
        _has_japanese_font,
        "no Japanese font is installed (apt-get install fonts-ipafont-gothic)",
    ),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing tool skips a test with its reason; in CI it fails it."""
    for marker, (present, reason) in _TOOLS.items():
        if item.get_closest_marker(marker) is None or present():
            continue
        if IN_CI:
            pytest.fail(f"{reason}, and CI has to have it", pytrace=False)
        pytest.skip(reason)


def pytest_sessionfinish() -> None:
    """Ends the Neo4j server of the session, if one was started; whatever test it was that needed it."""
    module = sys.modules.get("tests.stores.neo4j_server")
    if module is not None:
        module.stop_shared()
