"""What holds for every view, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenTab
from tests.web.looking import assert_accessible, assert_fits
from tests.web.serving import Site

VIEWS = ("", "landscapes/asahikawa/in", "landscapes/asahikawa/today?plan=actual&month=2024-05",
         "landscapes/asahikawa/out?plan=actual", "landscapes/asahikawa/out/peaks?plan=actual")  # fmt: skip


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
    tab.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
    tab.goto(f"{site.address}/landscapes/asahikawa/today?plan=actual&month=2024-05&paper={paper}")
    tab.wait_for_function("window.printed === 1")
    tab.emulate_media(media="print")
    assert [tab.locator(part).first.is_visible() for part in (".views", ".chooser", ".aside")] == [False] * 3
    made = tab.pdf(prefer_css_page_size=True)
    boxes = {part.split(b"]")[0] for part in made.split(b"/MediaBox [")[1:]}
    widths = {round(float(box.split()[2])) for box in boxes}
    assert widths == {longer}


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
