"""A month is over: what was done is ticked, the next month is looked at, and kept once it is right."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from analyzer.stores.compact import parsed
from analyzer.usecases import load
from tests.web.conftest import OpenTab
from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site


def another(site: Site, id: str) -> str:
    """旭川市 once more under an id of its own, with its plan: what is kept here is nobody else's."""
    version = site.store.put_version(load("sample:asahikawa").landscape.changed(id=id), expect=None)
    site.moves(version.landscape, "actual", parsed(site.store.plan("asahikawa", "actual").body)["moves"])
    return version.landscape


@pytest.mark.parametrize(("language", "outcome"), [("ja", "未了"), ("en", "not done")])
def test_what_is_not_ticked_is_late_and_the_next_month_is_kept_as_a_new_version(
    tab: Page, site: Site, language: str, outcome: str
) -> None:
    id = another(site, f"asahikawa-{language}")
    tab.goto(f"{site.address}/landscapes/{id}/advance?plan=actual&to=2024-06&lang={language}")
    tab.get_by_role("checkbox", name="senkyo").first.focus()
    tab.keyboard.press("Space")
    tab.locator("#ticks button").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_contain_text(outcome)
    assert "move=senkyo.lift" not in tab.url
    assert_accessible(tab)
    assert_fits(tab)
    tab.locator("#confirm button").click()
    tab.wait_for_url("**/today?plan=actual-2024-06**")
    now = site.store.current(id)
    landscape = site.store.landscape(id, now.hash)
    assert now.number == 2
    assert [move.id for move in landscape.systems["jumin"].moves] == []
    assert [move.id for move in landscape.systems["senkyo"].moves] == ["lift", "shift"]
    rest = parsed(site.store.plan(id, "actual-2024-06").body)["moves"]
    assert rest["senkyo.lift"] >= "2024-06"


def test_a_version_that_somebody_else_kept_meanwhile_is_not_overwritten(
    open_tab: OpenTab, site: Site
) -> None:
    id = another(site, "asahikawa-shared")
    mine, theirs = open_tab(refused=True), open_tab(refused=True)
    for tab in (mine, theirs):
        tab.goto(f"{site.address}/landscapes/{id}/advance?plan=actual&to=2024-06&shown=true")
        expect(tab.locator("#confirm")).to_be_visible()
    mine.locator("#confirm button").click()
    mine.wait_for_url("**/today**")
    theirs.locator("#confirm button").click()
    expect(theirs.locator("#kept")).to_contain_text("ほかの人が先に")
    assert site.store.current(id).number == 2


def test_what_cannot_have_been_done_is_told_beside_what_was_ticked(tab: Page, site: Site) -> None:
    asked = "plan=actual&to=2024-06&shown=true&move=jumin.shift"
    tab.goto(f"{site.address}/landscapes/asahikawa/advance?{asked}")
    expect(tab.get_by_role("alert")).to_contain_text("jumin.lift が済んでいません")
    expect(tab.locator('#ticks [value="jumin.shift"]')).to_be_checked()
    expect(tab.locator("#confirm")).to_have_count(0)
    assert_accessible(tab)


def test_the_name_of_another_plan_is_told_of_before_anything_is_kept(open_tab: OpenTab, site: Site) -> None:
    id = another(site, "asahikawa-named")
    tab = open_tab(refused=True)
    tab.goto(f"{site.address}/landscapes/{id}/advance?plan=actual&to=2024-06&shown=true")
    tab.locator("#confirm [name=name]").fill("actual")
    tab.locator("#confirm button").click()
    expect(tab.locator("#kept")).to_contain_text("上書きはしません")
    assert site.store.current(id).number == 1
    site.moves(id, "actual-2", {})  # somebody else was faster with the name that is offered, too
    tab.locator("#confirm button").click()
    expect(tab.locator("#confirm [name=name]")).to_have_value("actual-3")
    tab.locator("#confirm button").click()
    tab.wait_for_url("**/today?plan=actual-3**")
    assert site.store.current(id).number == 2


def test_a_city_of_three_hundred_systems_rolls_forward(tab: Page, site: Site, city: str) -> None:
    tab.goto(f"{site.address}/landscapes/{city}/advance?plan=made")
    tab.locator("#ticks button").click()
    expect(tab.locator("#confirm")).to_be_visible(timeout=60_000)
