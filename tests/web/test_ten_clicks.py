"""From 札幌's workbook to what a vendor is handed, as a new user finds the way (docs/page.md): at most ten clicks."""

from __future__ import annotations

import zipfile

from playwright.sync_api import Locator, Page, expect

from tests.tables.forms.books import SAPPORO, SEED, book
from tests.web.serving import Site

ANSWERS = {
    "主管課": "市民課",
    "現行環境": "庁内",
    "現行ベンダ": "A社",
    "契約終了月": "2026-03",
    "shift.環境": "ガバメントクラウド",
    "shift.最遅月": "2026-01",
}


class Hand:
    """Clicks, and counts them; typing is none."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, where: Locator) -> None:
        self.clicks += 1
        where.click()


def test_from_the_workbook_of_sapporo_to_the_pack_of_a_vendor_in_ten_clicks(tab: Page, site: Site) -> None:
    hand = Hand()
    workbook = book({"住民記録": [SAPPORO, *SEED]})
    tab.goto(f"{site.address}/")
    with tab.expect_file_chooser() as chooser:
        hand.click(tab.locator("input[type=file]"))
    chooser.value.set_files({"name": "札幌市連携一覧.xlsx", "mimeType": "application/x", "buffer": workbook})
    hand.click(tab.get_by_role("button", name="読み込んで確かめる"))
    for column, answer in ANSWERS.items():
        tab.get_by_label(f"空欄すべてに: {column}").fill(answer)
    hand.click(tab.get_by_role("button", name="答えを入れる"))
    expect(tab.get_by_label("空欄すべてに: 契約終了月")).to_have_count(0)
    hand.click(tab.get_by_role("button", name="保存する", exact=True))
    hand.click(tab.get_by_role("link", name="計画", exact=True))
    hand.click(tab.get_by_role("button", name="最適化を始める"))
    hand.click(tab.get_by_role("button", name="見つかった計画を保存"))
    tab.wait_for_url("**plan=optimum**")
    hand.click(tab.get_by_role("link", name="出力", exact=True))
    with tab.expect_download() as downloaded:
        hand.click(tab.get_by_role("link", name="A社: 一式 ZIP"))
    assert hand.clicks <= 10
    with zipfile.ZipFile(downloaded.value.path()) as pack:
        assert [name for name in pack.namelist() if name.endswith(".xlsx")]
