"""``make docs``: a picture of each view of the page, as a browser shows it (``python -m tests.docs.page_pictures``)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from tests.docs.pictures import IMAGES
from tests.tables.forms.books import SAPPORO, SEED, book
from tests.web.serving import Site, served

WIDTH, HEIGHT = 1280, 800


class View(NamedTuple):
    name: str
    address: str


_ASAHIKAWA = "landscapes/asahikawa"
_ASKED = "plan=actual&month=2024-05"
VIEWS = (
    View("page-start.png", ""),
    View("page-today.png", f"{_ASAHIKAWA}/today?{_ASKED}"),
    View("page-map.png", f"{_ASAHIKAWA}/map?{_ASKED}"),
    View("page-plan.png", f"{_ASAHIKAWA}/plan?plan=actual"),
    View("page-what-if.png", f"{_ASAHIKAWA}/what-if?plan=actual"),
    View("page-out.png", f"{_ASAHIKAWA}/out?plan=actual"),
    View("page-progress.png", f"{_ASAHIKAWA}/advance?plan=actual"),
)
IN = "page-in.png"
"""What is still missing of 札幌's workbook; it has no address of its own for anybody else."""
PICTURES = (*(view.name for view in VIEWS), IN)


def _draw(tab: Page, site: Site, folder: Path) -> None:
    for view in VIEWS:
        tab.goto(f"{site.address}/{view.address}")
        tab.wait_for_load_state("networkidle")
        tab.wait_for_selector("[data-later][aria-busy]", state="detached")
        tab.screenshot(path=folder / view.name)
    tab.goto(f"{site.address}/")
    workbook = book({"住民記録": [SAPPORO, *SEED]})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    tab.locator("input[type=file]").set_input_files({
        "name": "札幌市連携一覧.xlsx", "mimeType": kind, "buffer": workbook,
    })  # fmt: skip
    tab.get_by_role("button", name="読み込んで確かめる").click()
    tab.wait_for_selector("#missing")
    tab.screenshot(path=folder / IN)


def draw(folder: Path = IMAGES) -> None:
    with served() as site, sync_playwright() as playwright:
        site.keep("sample:asahikawa", "actual")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="ja-JP")
        context.set_default_timeout(60_000)
        _draw(context.new_page(), site, folder)
        browser.close()


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    draw()
