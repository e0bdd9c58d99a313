"""What holds for every view, in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenTab
from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site

VIEWS = ("", "landscapes/asahikawa/in", "landscapes/asahikawa/today?plan=actual&month=2024-05",
         "landscapes/asahikawa/out?plan=actual", "landscapes/asahikawa/out/peaks?plan=actual")  # fmt: skip

PRINTED = """window.print = () => {
  const said = document.documentElement.dataset;
  said.printed = Number(said.printed ?? 0) + 1;
  said.drawn = document.querySelectorAll('#map svg .place').length;
}"""
"""In the place of the browser's dialog: how often, and how much of the map was there."""


def test_every_view_is_accessible_and_fits_a_narrow_window(tab: Page, site: Site) -> None:
    for view in VIEWS:
        tab.goto(f"{site.address}/{view}")
        expect(tab.locator("[data-later][aria-busy]")).to_have_count(0)
        assert_accessible(tab)
        tab.set_viewport_size({"width": 800, "height": 900})
        assert_fits(tab)
        tab.set_viewport_size({"width": 1280, "height": 900})


def test_no_address_leads_out_of_the_prefix(tab: Page, site: Site) -> None:
    tab.goto(f"{site.address}/landscapes/asahikawa/out?plan=actual")
    for link in tab.locator("a[href]").all():
        assert str(link.evaluate("link => link.href")).startswith(site.address)
    assert tab.evaluate("getComputedStyle(document.querySelector('.top')).display") == "flex"
    with tab.expect_download() as downloaded:
        tab.get_by_role("link", name="ベンダへの質問票: CSV").click()
    assert downloaded.value.suggested_filename == "asahikawa-questions.csv"


def test_a_keyboard_suffices_from_a_sample_to_a_worksheet(tab: Page, site: Site) -> None:
    def go_to(name: str) -> None:
        """By the tab key alone, to what has the name."""
        for _ in range(80):
            tab.keyboard.press("Tab")
            if str(tab.evaluate("document.activeElement.textContent.trim()")) == name:
                return
        raise AssertionError(f"no way by keyboard to {name}")

    tab.goto(f"{site.address}/")
    go_to("東京都小平市 (kodaira)")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/landscapes/kodaira/today?plan=january")
    go_to("出力")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/landscapes/kodaira/out?plan=january")
    go_to("切替・テストの集中")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/out/peaks?plan=january")
    expect(tab.get_by_role("heading", name="切替・テストの集中").first).to_be_visible()


@pytest.mark.parametrize(("paper", "longer"), [("a4", 842), ("a3", 1191)])
def test_a_view_is_printed_without_what_is_clicked(
    tab: Page, site: Site, tmp_path: Path, paper: str, longer: int
) -> None:
    tab.add_init_script(PRINTED)
    tab.goto(f"{site.address}/landscapes/asahikawa/today?plan=actual&month=2024-05&paper={paper}")
    expect(tab.locator("html")).to_have_attribute("data-printed", "1")
    tab.emulate_media(media="print")
    assert [tab.locator(part).first.is_visible() for part in (".views", ".chooser", ".aside")] == [False] * 3
    made = tab.pdf(prefer_css_page_size=True)
    boxes = {part.split(b"]")[0] for part in made.split(b"/MediaBox [")[1:]}
    widths = {round(float(box.split()[2])) for box in boxes}
    assert widths == {longer}


def test_paper_names_the_plan_and_the_month_and_has_the_marks_and_what_is_to_tick(
    tab: Page, site: Site
) -> None:
    tab.emulate_media(media="print")
    tab.goto(f"{site.address}/landscapes/asahikawa/plan?plan=actual&month=2024-05")
    expect(tab.locator(".only-paper")).to_have_text(re.compile(r"計画: actual\s+月: 2024-05"))
    expect(tab.locator('.mark[data-move="jumin.shift"]')).to_be_visible()
    closed = tab.locator("td.closed").first.evaluate("cell => getComputedStyle(cell).printColorAdjust")
    assert closed == "exact"
    tab.goto(f"{site.address}/landscapes/asahikawa/advance?plan=actual&to=2024-06")
    expect(tab.locator("#ticks tbody tr").first).to_be_visible()
    expect(tab.locator("#ticks button")).to_be_hidden()


def test_the_map_is_printed_once_it_is_drawn(tab: Page, site: Site) -> None:
    tab.add_init_script(PRINTED)
    tab.goto(f"{site.address}/landscapes/asahikawa/map?plan=actual&month=2024-05&paper=a3")
    expect(tab.locator("html[data-printed]")).to_have_attribute("data-drawn", re.compile(r"[1-9]"))
    tab.emulate_media(media="print")
    expect(tab.locator(".only-paper")).to_have_text(re.compile(r"計画: actual\s+月: 2024-05"))


def test_names_from_a_file_run_nothing(open_tab: OpenTab, site: Site) -> None:
    tab = open_tab()
    tab.add_init_script("window.alert = () => { window.ran = true; }")
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>\u200f\"'&"
    text = f"""schema_version: 1
landscape: {{id: names-that-act, name: {hostile!r}, horizon: {{first: 2025-04, last: 2025-06}}}}
vendors: [{{id: v, name: {hostile!r}}}]
environments: [{{id: e, name: {hostile!r}, hosting: on_premises}}]
systems:
  - {{id: a, name: {hostile!r}, scope: standard, owner: {hostile!r}, current: {{environment: e, generation: legacy, vendor: v}}}}
  - {{id: b, name: {hostile!r}, scope: standard, current: {{environment: e, generation: legacy, vendor: v}}}}
integrations: [{{id: x, name: {hostile!r}, from: a, to: null, realizations: {{legacy: {{}}}}}}]
""".replace("\\'", "''")
    tab.goto(f"{site.address}/")
    tab.locator("input[type=file]").set_input_files(
        {"name": "<b>.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    tab.get_by_role("button", name="読み込んで確かめる").click()
    tab.get_by_role("button", name="保存する", exact=True).click()
    tab.wait_for_url("**/landscapes/names-that-act/today")
    for view in ("today", "in", "out", "out/questions"):
        tab.goto(f"{site.address}/landscapes/names-that-act/{view}")
        expect(tab.locator("[data-later][aria-busy]")).to_have_count(0)
        expect(tab.locator(".landscape .name")).to_contain_text("<script>alert(2)</script>")
        assert tab.evaluate("window.ran") is None
        assert tab.locator("main img, main script").count() == 0
