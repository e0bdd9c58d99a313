"""A session that ends while somebody works: told in the view, which goes on after another sign-in elsewhere."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from analyzer.access.keys import Keys
from api.security.settings import AccessSettings
from tests.builders import landscape
from tests.web.conftest import OpenTab
from tests.web.serving import served


def signed_in(tab: Page, key: str) -> None:
    tab.get_by_label("API キー").fill(key)
    tab.get_by_role("button", name="ログイン").click()


def test_whoever_is_signed_out_meanwhile_signs_in_in_another_tab_and_goes_on(open_tab: OpenTab) -> None:
    with served(AccessSettings(login="keys")) as site:
        site.store.put_version(landscape(landscape={"id": "town"}), expect=None)
        site.moves("town", "plan", {"jumin.shift": "2025-02", "zeimu.shift": "2025-04"})
        key = Keys(site.store).create("clerk", scopes=("admin",), actor="shell").text
        tab = open_tab(refused=True)
        tab.goto(f"{site.address}/landscapes/town/plan?plan=plan")
        signed_in(tab, key)
        expect(tab.locator("#result table").first).to_be_visible()
        other = tab.context.new_page()
        other.goto(f"{site.address}/")
        other.get_by_role("button", name="ログアウト").click()
        expect(other.get_by_label("API キー")).to_be_visible()
        tab.locator('[data-move="zeimu.shift"]').focus()
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("Enter")
        expect(tab.locator("#result [role=alert]")).to_contain_text("ログインの期限が切れました")
        signed_in(other, key)
        expect(other.get_by_role("button", name="ログアウト")).to_be_visible()
        tab.keyboard.press("Control+z")
        expect(tab.locator("#result table").first).to_be_visible()
