"""A generated city of 300 systems, as a clerk looks at it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from analyzer import usecases
from analyzer.generator import Request
from tests.web.looking import assert_fits
from tests.web.serving import Site


def test_a_city_of_300_systems_is_brought_in_and_looked_at(tab: Page, site: Site) -> None:
    made = usecases.generate(lambda: Request(300, 1_200, 24, windows=8, vendors=12, seed=5))
    tab.goto(f"{site.address}/")
    tab.locator("input[type=file]").set_input_files(
        {"name": "large.yaml", "mimeType": "text/yaml", "buffer": made.landscape}
    )
    tab.get_by_role("button", name="読み込んで確かめる").click()
    tab.get_by_role("button", name="保存する", exact=True).click()
    tab.wait_for_url("**/today")
    expect(tab.get_by_role("heading", name="立っている過渡期連携")).to_be_visible()
    assert_fits(tab)
    tab.get_by_role("link", name="English").click()
    expect(tab.get_by_role("heading", name="Standing bridges")).to_be_visible()
