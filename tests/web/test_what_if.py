"""What if, as a clerk supposes it in a form; the answer has an address."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site


@pytest.mark.parametrize(("language", "named", "broken", "again"), [
    ("ja", "次期ベンダが 2 か月遅れる", "期限 2026-03 に 1 か月遅れます", "立て直した計画"),
    ("en", "vendor-n is 2 month(s) late", "misses its deadline 2026-03 by 1 month", "Planned again"),
])  # fmt: skip
def test_a_vendor_slips_and_the_plan_is_kept_and_made_again_side_by_side(
    tab: Page, site: Site, language: str, named: str, broken: str, again: str
) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/what-if?plan=actual&lang={language}")
    tab.locator("[name=late]").select_option("vendor-n")
    tab.locator("[name=months]").fill("2")
    tab.locator("[name=seconds]").select_option("5")
    tab.locator("button[name=again]").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".sides.two > section").first).to_contain_text(broken)
    expect(tab.get_by_role("heading", name=named).first).to_be_visible()
    expect(tab.locator(".sides.two > section").nth(1)).to_contain_text(again)
    assert "late=vendor-n" in tab.url
    assert_accessible(tab)
    assert_fits(tab)


def test_an_environment_closes_earlier_and_a_vendor_withdraws(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/what-if?plan=actual&closing=mainframe&until=2025-06")
    expect(tab.locator(".sides")).to_contain_text("mainframe")
    tab.goto(f"{site.address}/landscapes/asahikawa/what-if?plan=actual&gone=vendor-x&from=2025-06")
    expect(tab.locator(".sides")).to_contain_text("新たに破られるルール")


def test_what_is_supposed_by_half_is_asked_for(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/what-if?plan=actual&late=vendor-n&gone=vendor-x")
    expect(tab.locator("main")).to_contain_text("撤退するベンダと、撤退する月の両方を選んでください。")
    expect(tab.locator(".sides")).to_have_count(0)


def test_the_fan_of_end_dates_is_a_picture_with_its_figures(tab: Page, site: Site, slips: str) -> None:
    tab.goto(f"{site.address}/landscapes/{slips}/what-if?plan=plan")
    tab.get_by_role("link", name="遅れのシミュレーションを見る").click()
    expect(tab.locator("img.fan")).to_have_js_property("complete", value=True)
    assert tab.locator("img.fan").evaluate("picture => picture.naturalWidth") > 100
    expect(tab.locator("main")).to_contain_text("最後の移行")


def test_a_city_of_three_hundred_systems_is_supposed_about(tab: Page, site: Site, city: str) -> None:
    tab.goto(f"{site.address}/landscapes/{city}/what-if?plan=made")
    tab.locator("[name=late]").select_option(index=1)
    tab.locator("#suppose button").first.click()
    expect(tab.locator(".sides")).to_contain_text("月が変わる移行", timeout=60_000)
