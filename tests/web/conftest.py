"""A browser and a service for all tests of the page; they run in one worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.web.kept import city, hostile, slips
from tests.web.serving import Site, served

__all__ = ["city", "hostile", "slips"]

WIDTH = 1280
HEIGHT = 900
SECONDS = 60.0
"""The longest that anything on the page is waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that asks for a browser needs Chromium, and they share one."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("requires_chromium")
            item.add_marker(pytest.mark.xdist_group("chromium"))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with the package: while it runs nothing else in this process may have an event loop."""
    expect.set_options(timeout=SECONDS * 1_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """Without login, behind a proxy's prefix; 旭川市 is there with the plan that was carried out."""
    with served(prefix="/town/kakehashi") as site:
        site.keep("sample:asahikawa", "actual")
        yield site


class OpenTab(Protocol):
    def __call__(self, *, refused: bool = False) -> Page:
        """`refused`: some answers are no success, or never come, on purpose; the browser complains of that."""
        ...


@pytest.fixture
def open_tab(chromium: Browser) -> Iterator[OpenTab]:
    """Opens a tab of a browser of somebody's own. Whatever a browser complains of fails the test: scripts, styles, policy."""
    complaints: list[str] = []
    opened = []

    def open_(*, refused: bool = False) -> Page:
        def heard(message: ConsoleMessage) -> None:
            failed = ("the server responded with a status of 4", "net::ERR_FAILED")
            expected = refused and any(one in message.text for one in failed)
            if message.type == "error" and not expected:
                complaints.append(f"{message.text} ({message.location})")

        context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="ja-JP")
        context.set_default_timeout(SECONDS * 1_000)
        opened.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def tab(open_tab: OpenTab) -> Page:
    return open_tab()
