"""In, as a clerk brings a landscape in."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, expect

from analyzer import resources
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape
from tests.web.conftest import OpenTab
from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site

READ = {"ja": "読み込んで確かめる", "en": "Read and check"}
KEEP = {"ja": "保存する", "en": "Keep it"}
NEXT = {"ja": "次の版として保存する", "en": "Keep it as the next version"}


def text(id: str, *changes: tuple[str, str]) -> bytes:
    """旭川市's file, said a little differently."""
    said = resources.sample("asahikawa").read_text(encoding="utf-8")
    for old, new in (("id: asahikawa", f"id: {id}"), *changes):
        assert old in said
        said = said.replace(old, new, 1)
    return said.encode()


def choose(tab: Page, name: str, body: bytes, language: str = "ja") -> None:
    kind = "application/octet-stream"
    tab.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": body})
    tab.get_by_role("button", name=READ[language]).click()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_file_is_shown_before_it_is_kept_and_the_next_one_with_what_is_new(
    tab: Page, site: Site, language: str
) -> None:
    id = f"file-{language}"
    tab.goto(f"{site.address}/?lang={language}")
    choose(tab, "my.yaml", text(id), language)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("my.yaml")
    assert not [version for version in site.store.landscapes() if version.landscape == id]
    tab.get_by_role("button", name=KEEP[language], exact=True).click()
    tab.wait_for_url(f"**/landscapes/{id}/today")

    tab.goto(f"{site.address}/landscapes/{id}/in")
    choose(tab, "my.yaml", text(id, ("name: 住民記録", "name: 住民記録(新)")), language)
    expect(tab.get_by_text("住民記録 → 住民記録(新)")).to_be_visible()
    assert_fits(tab)
    tab.get_by_role("button", name=NEXT[language]).click()
    tab.wait_for_url(f"**/landscapes/{id}/today")
    assert site.store.current(id).number == 2


def test_every_error_has_its_line_and_how_to_mend_it_and_nothing_is_kept(
    open_tab: OpenTab, site: Site
) -> None:
    tab = open_tab(refused=True)
    tab.goto(f"{site.address}/")
    choose(tab, "bad.yaml", text("bad", ("on_premises", "on_the_moon"), ("generation:", "generatoin:")))
    rows = tab.get_by_role("row")
    expect(rows.filter(has_text="on_the_moon")).to_contain_text("bad.yaml:24:41")
    expect(rows.filter(has_text="generatoin").first).to_contain_text("generation")
    assert not [version for version in site.store.landscapes() if version.landscape == "bad"]


def test_a_sample_is_there_by_one_click(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/")
    tab.get_by_role("button", name="大阪府吹田市").click()
    tab.wait_for_url("**/landscapes/suita/today?plan=p1")
    assert [plan.id for plan in site.store.plans("suita")] == ["p1", "p2", "p3a", "p3b", "p4"]


def test_who_was_slower_does_not_overwrite_what_somebody_else_kept(open_tab: OpenTab, site: Site) -> None:
    tab = open_tab(refused=True)
    site.store.put_version(_landscape("race"), expect=None)
    tab.goto(f"{site.address}/landscapes/race/in")
    choose(tab, "slow.yaml", text("race", ("name: 住民記録", "name: 遅い人の名前")))
    expect(tab.get_by_role("button", name=NEXT["ja"])).to_be_visible()
    current = site.store.current("race").hash
    site.store.put_version(_landscape("race", ("name: 住民記録", "name: 速い人の名前")), expect=current)
    tab.get_by_role("button", name=NEXT["ja"]).click()
    expect(tab.get_by_role("alert")).to_contain_text("ほかの人が")
    assert site.store.landscape("race").systems["jumin"].name == "速い人の名前"

    tab.go_back()
    tab.reload()
    expect(tab.get_by_text("速い人の名前 → 遅い人の名前")).to_be_visible()
    tab.get_by_role("button", name=NEXT["ja"]).click()
    tab.wait_for_url("**/landscapes/race/today")


def test_lists_become_a_landscape_and_what_they_lack_is_asked_for(tab: Page, site: Site) -> None:
    systems = (
        "システムID,システム名,範囲,所管課\njumin,住民記録,標準化対象,市民課\nzei,税務,標準化対象,税務課\n"
    )
    links = "連携ID,連携名,送信側,受信側\n001,宛名,jumin,zei\n"
    tab.goto(f"{site.address}/")
    lists: list[FilePayload] = [
        {"name": "systems.csv", "mimeType": "text/csv", "buffer": systems.encode("utf-8-sig")},
        {"name": "links.csv", "mimeType": "text/csv", "buffer": links.encode("utf-8-sig")},
    ]
    tab.locator("input[type=file]").set_input_files(lists)
    tab.get_by_text("Excel・CSV から新しく作るとき").click()
    tab.get_by_label("識別子").fill("lists")
    tab.get_by_label("最初の月").fill("令和7年4月")
    tab.get_by_label("最後の月").fill("2026-03")
    tab.get_by_role("button", name=READ["ja"]).click()
    tab.get_by_label("空欄すべてに: 契約終了").fill("R8.3")
    tab.get_by_label("税務: 契約終了").fill("2025-13")
    tab.get_by_role("button", name="答えを入れる").click()
    expect(tab.get_by_role("alert")).to_contain_text("2025-13")
    expect(tab.get_by_label("住民記録: 契約終了")).to_have_count(0)
    tab.get_by_label("税務: 契約終了").fill("2025/12")
    tab.get_by_role("button", name="答えを入れる").click()
    expect(tab.get_by_label("税務: 契約終了")).to_have_count(0)
    expect(tab.get_by_role("alert")).to_have_count(0)
    assert_accessible(tab)
    tab.get_by_role("button", name=KEEP["ja"], exact=True).click()
    tab.wait_for_url("**/landscapes/lists/today**")
    kept = site.store.landscape("lists").systems
    assert [str(kept[id].contract_end) for id in ("jumin", "zei")] == ["2026-03", "2025-12"]


def _landscape(id: str, *changes: tuple[str, str]) -> Landscape:
    landscape = read_landscape(text(id, *changes), "x.yaml").landscape
    assert landscape is not None
    return landscape
