"""The page in a real browser: a first view, a month's step on the map, a moved cutover; the service runs already, and has the plan as an answer."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect, sync_playwright

from analyzer.evaluation.evaluate import evaluate_plan
from analyzer.reports.answer import answer_document
from analyzer.stores.compact import compact
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Selection, Table, Target, Theme, span
from tests.web.serving import Site, served

Make = Callable[[int], City]
MEASURED: tuple[tuple[str, Make, float, float, float], ...] = (
    ("page/34", cities.town, 1.0, 0.2, 1.0),
    ("page/300", cities.great_city, 2.0, 0.5, 5.0),
)
"""(row, city, seconds wanted of a first view, of a month's step, of a moved cutover)"""
EVALUATING = 30.0
STEPS = 5
WAIT = 120_000.0


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table(
        "The page in a browser",
        ("city", "plan: first view", "map: first view", "a month's step", "a moved cutover"),
    )
    table.note = (
        "*first view*: until the table, or the map, is there; *a month's step*: until it is drawn; *a moved cutover*: from the key to what it "
        "comes to, in the ways of the plan, with its bound."
    )
    for name, make, view, step, move in MEASURED:
        if name not in selection:
            continue
        city = make(1)
        plan, map_, stepped, moved = _measured(city)
        table.add(city.size, span(plan), span(map_), span(stepped), span(moved))
        size = f"{city.systems} / {city.links:,}"
        theme.targets += [
            Target(f"first view of the plan, {size}", view, plan),
            Target(f"first view of the map, {size}", view, map_),
            Target(f"a month's step, {size}", step, stepped),
            Target(f"a moved cutover, {size}", move, moved),
        ]
    theme.tables += [table] if table.rows else []
    return theme


def _measured(city: City) -> tuple[float, float, float, float]:
    """Seconds: first view of the plan and of the map, a step, a moved cutover."""
    with served() as site, sync_playwright() as playwright:
        id = _kept(site, city)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        home = f"{site.address}/landscapes/{id}"
        _warm(page, f"{home}/plan?plan=kept")
        plan = _timed(lambda: _plan(page, f"{home}/plan?plan=kept"))
        expect(page.locator("#result table").first).to_be_visible()
        moved = _timed(lambda: _move(page))
        month = max(city.moves.values())
        map_ = _timed(lambda: _map(page, f"{home}/map?plan=kept&month={month}"))
        step = min(_timed(lambda: _step(page)) for _ in range(STEPS))
        browser.close()
    return plan, map_, step, moved


def _kept(site: Site, city: City) -> str:
    version = site.store.put_version(city.landscape, expect=None)
    answer = answer_document(evaluate_plan(city.landscape, city.moves, EVALUATING))
    site.store.put_plan(version.landscape, "kept", version.hash, compact(answer), expect=None)
    return version.landscape


def _warm(page: Page, address: str) -> None:
    """The process that answers has imported the solver, and knows the plan."""
    _plan(page, address)
    expect(page.locator("#result table").first).to_be_visible()


def _timed(action: Callable[[], None]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _plan(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#plan .mark").first).to_be_visible()


def _move(page: Page) -> None:
    mark = page.locator(".mark").nth(20)
    mark.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#result h3").nth(0)).to_be_visible()
    page.wait_for_selector('#plan[aria-busy="false"]')


def _map(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#map svg .place").first).to_be_visible()


def _step(page: Page) -> None:
    page.locator("#earlier").click()
    page.evaluate("document.getElementById('map').getBoundingClientRect().width")
