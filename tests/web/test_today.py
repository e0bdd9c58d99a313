"""Today, as a clerk looks at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.looking import assert_fits
from tests.web.serving import Site


@pytest.mark.parametrize(("language", "heading", "ends"), [
    ("ja", "立っている過渡期連携", "senkyo の移行で終わります"),
    ("en", "Standing bridges", "ends it"),
])  # fmt: skip
def test_today_tells_which_bridges_stand_and_what_ends_them(
    tab: Page, site: Site, language: str, heading: str, ends: str
) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/today?lang={language}")
    tab.get_by_role("combobox").first.select_option("actual")
    tab.get_by_role("combobox").nth(1).select_option("2024-05")
    tab.locator(".chooser button").click()
    expect(tab.get_by_role("heading", name=heading)).to_be_visible()
    assert "plan=actual" in tab.url
    assert "month=2024-05" in tab.url
    assert_fits(tab)
