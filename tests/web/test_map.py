"""The map as a clerk reads it: month by month, a system and its links, never everything at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site


@pytest.mark.parametrize(("language", "carried", "reason"), [
    ("ja", "書き戻し", "の切替で不要になります"),
    ("en", "write-back", "ends it"),
])  # fmt: skip
def test_a_system_shows_its_links_one_by_one_with_bridges_tests_and_reasons(
    tab: Page, site: Site, language: str, carried: str, reason: str
) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/map?plan=actual&month=2024-05&lang={language}")
    jumin = tab.locator('[data-key="system jumin"]')
    jumin.focus()
    assert tab.locator("svg .link").count() == 0  # bundles only, until a system is chosen
    tab.keyboard.press("Enter")
    expect(tab.locator("#part")).to_contain_text(reason)
    expect(tab.locator("#part")).to_contain_text(carried)
    expect(tab.locator("svg .link")).to_have_count(10)
    expect(tab.locator("svg .link .line.mixed")).to_have_count(8)
    assert "system=jumin" in tab.url
    assert_accessible(tab)
    assert_fits(tab)
    tab.locator("svg .link").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#part code").first).to_contain_text("006o002/00/senkyo/jumin")
    assert "link=" in tab.url


def test_months_pass_by_the_slider_and_no_place_moves(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/map?plan=actual")
    zei = tab.locator('[data-key="system zei"] rect')
    before = zei.bounding_box()
    slider = tab.locator("#month")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("#at")).to_have_text("2024-05")
    assert "month=2024-05" in tab.url
    expect(tab.locator("#said")).to_contain_text("◆ 混在 8")
    expect(tab.locator("svg .line.mixed").first).to_be_visible()
    assert zei.bounding_box() == before
    tab.keyboard.press("End")
    expect(tab.locator("#said")).to_contain_text("◆ 混在 0")
    tab.keyboard.press("Home")
    expect(tab.locator("#at")).to_have_text("今の姿")


def test_filters_fade_what_is_not_meant_and_the_address_brings_it_all_back(tab: Page, site: Site) -> None:
    tab.goto(
        f"{site.address}/landscapes/asahikawa/map?plan=actual&group=block&month=2025-06&block=tax&system=zei"
    )
    expect(tab.locator('[data-key="system zei"]')).to_have_class("place chosen")
    expect(tab.locator('[data-key="system kaigo"]')).to_have_class("place faded")
    expect(tab.locator("#block")).to_have_value("tax")
    expect(tab.locator("#part h2")).to_have_text("税")


def test_names_that_are_markup_stand_as_text_on_the_map(tab: Page, site: Site, hostile: str) -> None:
    tab.goto(f"{site.address}/landscapes/{hostile}/map?plan=plan")
    system = tab.locator('[data-key="system jumin"]')
    expect(system).to_be_visible()
    assert "<img" in (system.get_attribute("aria-label") or "")
    system.click()
    expect(tab.locator("#part h2")).to_contain_text("<img src=x onerror=alert(1)>")
    assert tab.locator("main img").count() == 0


def test_a_city_of_three_hundred_systems_is_no_hairball(tab: Page, site: Site, city: str) -> None:
    tab.goto(f"{site.address}/landscapes/{city}/map?plan=made&group=block")
    expect(tab.locator("svg .place").first).to_be_visible(timeout=60_000)
    assert tab.locator("svg .line").count() < 200
    tab.locator("#system").select_option(index=7)
    expect(tab.locator("#part h3").first).to_be_visible()
    assert_fits(tab)
