"""The plan as a clerk edits it: by hand and by keyboard, answered at once, undone, kept, looked for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from analyzer.stores.compact import parsed
from tests.web.conftest import OpenTab
from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site

RESULT = "#result"


def opened(
    tab: Page, site: Site, landscape: str = "asahikawa", plan: str = "actual", language: str = "ja"
) -> None:
    """The plan's view, once what the plan comes to is told."""
    tab.goto(f"{site.address}/landscapes/{landscape}/plan?plan={plan}&lang={language}")
    expect(tab.locator(f"{RESULT} table").first).to_be_visible()


def month_of(tab: Page, move: str) -> str | None:
    return tab.locator(f'[data-move="{move}"]').get_attribute("data-month")


@pytest.mark.parametrize(("language", "broken", "kept_ways", "chosen"), [
    ("ja", "同じ月に行う移行が別の月です", "運び方は計画のままです", "証明済み"),
    ("en", "Moves that must fall together do not", "Links go on as the plan carries them", "proven"),
])  # fmt: skip
def test_a_cutover_moved_by_keyboard_says_what_breaks_what_it_costs_and_then_the_exact_choice(
    tab: Page, site: Site, language: str, broken: str, kept_ways: str, chosen: str
) -> None:
    opened(tab, site, language=language)
    expect(tab.locator(RESULT)).to_contain_text(kept_ways)
    tab.locator('[data-move="inkan.shift"]').focus()
    tab.keyboard.press("ArrowRight")
    assert month_of(tab, "inkan.shift") == "2024-06"
    tab.keyboard.press("Escape")
    assert month_of(tab, "inkan.shift") == "2024-05"
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    expect(tab.locator(RESULT)).to_contain_text(broken)
    expect(tab.locator(f"{RESULT} td", has_text=re.compile(r"^\+10$"))).to_be_visible()
    expect(tab.locator(RESULT)).to_contain_text(chosen)
    assert_accessible(tab)
    assert_fits(tab)
    tab.keyboard.press("Control+z")
    assert month_of(tab, "inkan.shift") == "2024-05"
    expect(tab.locator(f"{RESULT} .violations")).to_have_count(0)
    tab.locator("#redo").click()
    assert month_of(tab, "inkan.shift") == "2024-06"


def test_a_cutover_is_dragged_and_counts_against_the_limit_of_its_month(tab: Page, site: Site) -> None:
    opened(tab, site)
    mark = tab.locator('[data-move="senkyo.lift"]')
    goal = tab.locator('tr[data-system="senkyo"] td[data-month="2024-09"]').bounding_box()
    start = mark.bounding_box()
    assert goal is not None
    assert start is not None
    tab.mouse.move(start["x"] + 5, start["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(goal["x"] + 8, goal["y"] + 8, steps=4)
    tab.mouse.up()
    assert month_of(tab, "senkyo.lift") == "2024-09"
    expect(tab.locator('tr[data-load=""] td').nth(5)).to_have_text("1/6")
    expect(tab.locator(RESULT)).to_contain_text("選挙人名簿管理")


def test_two_people_who_edit_a_plan_do_not_overwrite_each_other(open_tab: OpenTab, site: Site) -> None:
    site.moves("asahikawa", "shared", {"inkan.shift": "2024-05"} | _moves(site))
    mine, theirs = open_tab(refused=True), open_tab(refused=True)
    for tab, months in ((mine, 1), (theirs, 2)):
        opened(tab, site, plan="shared")
        tab.locator('[data-move="kaigo.shift"]').focus()
        for _ in range(months):
            tab.keyboard.press("ArrowLeft")
        tab.keyboard.press("Enter")
    with mine.expect_response(lambda answer: answer.request.method == "PUT") as kept:
        mine.locator("#save button").click()
    assert kept.value.ok  # stored, before the other one saves
    expect(mine.locator('[data-move="kaigo.shift"]')).to_have_attribute("data-month", "2025-12")
    theirs.locator("#save button").click()
    expect(theirs.locator("#kept")).to_contain_text("上書きはしません")
    theirs.locator("#save button").click()  # under the name that is offered
    theirs.wait_for_url("**plan=shared-2**")
    expect(theirs.locator('[data-move="kaigo.shift"]')).to_have_attribute("data-month", "2025-11")


def _moves(site: Site) -> dict[str, str]:
    moves: dict[str, str] = parsed(site.store.plan("asahikawa", "actual").body)["moves"]
    return moves


def test_a_search_shows_cost_and_bound_is_stopped_and_what_it_found_is_kept(tab: Page, site: Site) -> None:
    opened(tab, site)
    tab.locator("#optimize [name=seconds]").fill("60")
    tab.locator("#optimize button").first.click()
    expect(tab.locator("#progress td").first).to_have_text(re.compile(r"\d"))
    if tab.locator("#stop").is_visible():
        tab.locator("#stop").click()
    expect(tab.locator("#found")).to_be_visible(timeout=120_000)
    tab.locator("#found button").click()
    tab.wait_for_url("**plan=optimum**")
    tab.goto(f"{site.address}/landscapes/asahikawa/plan/difference?plan=actual&other=optimum")
    expect(tab.get_by_role("heading", level=2).first).to_be_visible()
    assert_accessible(tab)


def test_months_that_are_kept_nowhere_are_not_left_behind_without_a_question(tab: Page, site: Site) -> None:
    opened(tab, site)
    tab.locator('[data-move="inkan.shift"]').focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    tab.once("dialog", stay)
    tab.get_by_role("link", name="今日", exact=True).click()
    assert asked == ["beforeunload"]
    assert month_of(tab, "inkan.shift") == "2024-06"


def test_a_server_that_is_gone_is_told_of_in_the_readers_language(open_tab: OpenTab, site: Site) -> None:
    tab = open_tab(refused=True)
    opened(tab, site)
    tab.route("**/edit?*", lambda route: route.abort())
    tab.locator('[data-move="inkan.shift"]').focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    expect(tab.locator(f"{RESULT} [role=alert]")).to_contain_text("サーバにつながりません")
    tab.unroute("**/edit?*")
    tab.keyboard.press("Control+z")
    expect(tab.locator(f"{RESULT} table").first).to_be_visible()


def test_patterns_are_compared_to_the_end_and_the_view_is_there_before(
    tab: Page, site: Site, hostile: str
) -> None:
    tab.goto(f"{site.address}/landscapes/{hostile}/plan/patterns?plan=plan")
    expect(tab.locator("[data-later][aria-busy]")).to_have_count(0)
    expect(tab.get_by_role("row", name=re.compile("最適"))).not_to_have_count(0)
    assert_accessible(tab)
    tab.get_by_role("link", name="計画へ戻る").click()
    tab.wait_for_url("**/plan?plan=plan")


def test_names_that_are_markup_stand_as_text_in_the_table_and_in_what_is_told(
    tab: Page, site: Site, hostile: str
) -> None:
    opened(tab, site, hostile, "plan")
    expect(tab.locator('tr[data-system="jumin"] th')).to_contain_text("<img src=x onerror=alert(1)>")
    tab.locator('[data-move="jumin.shift"]').focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    expect(tab.locator(RESULT)).to_contain_text("<img src=x onerror=alert(1)>")
    assert tab.locator("main img, main b").count() == 0


def test_a_city_of_three_hundred_systems_is_edited_too(tab: Page, site: Site, city: str) -> None:
    opened(tab, site, city, "made")
    mark = tab.locator(".mark").nth(150)
    mark.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    expect(tab.locator(f"{RESULT} .verdict")).to_contain_text("費用の差は")
    assert_fits(tab)
