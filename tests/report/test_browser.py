"""Pages in a browser: names stay text, tables sort and filter, colours change, links open, everyone can use it.

Where this machine has no Chromium the tests say so and do not run; .ci/run installs one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from procure.comparing import compare
from procure.comparing.side import of_plan
from procure.report import pages
from procure.report.page import Page, document
from tests.report.browser import Browser, barred, opened, untouched
from tests.report.pages_of import HOSTILE, hostile_page, of_example, text_of
from tests.tables import example


@pytest.mark.parametrize(("name", "dark"), [("two-nations", True), ("hostile", False), ("comparison", False)])
def test_axe_finds_nothing_that_keeps_anyone_out(name: str, dark: bool, browser: Browser, folder: Path) -> None:
    opened(browser, folder, name, document(made(name)), 400 if dark else 1280, dark)
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert barred(browser) == []


def made(name: str) -> Page:
    if name == "hostile":
        return hostile_page()
    if name == "comparison":
        base, other = (of_plan(one, example.problem(), example.plan()) for one in ("base", "<b>other</b>"))
        return pages.of_comparison(compare([base, other]))
    return of_example(name)


def test_hostile_names_are_text_in_charts_and_in_what_hovers(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "hostile", document(hostile_page()))
    assert (
        browser.run("document.querySelectorAll('img, figure b, svg svg, [onload], [onerror], [onmouseover]').length")
        == 0
    )
    said = browser.run("[...document.querySelectorAll('[data-chart=shares] text')].map(one => one.textContent)")
    assert [one for one in said if one.startswith("=HYPERLINK(")]
    for chart in ("shares", "timeline", "flows", "payments"):
        hovers(browser, chart)
        tip = browser.run(f"document.querySelector('[data-chart={chart}] .tip').textContent")
        assert any(name in tip for name in HOSTILE.values()), tip
        assert browser.run("document.querySelectorAll('.tip *:not(strong):not(div)').length") == 0
    untouched(browser, folder / "hostile.html")


def hovers(browser: Browser, chart: str) -> None:
    """Move the mouse over the largest mark of a chart, until its tip is there."""
    script = f"""(() => {{
      const place = document.querySelector("[data-chart={chart}]");
      place.scrollIntoView();
      const marks = [...place.querySelectorAll("svg path")].filter(one => {{
        const fill = one.getAttribute("fill");
        return fill && fill !== "none" && fill !== "transparent";
      }}).map(one => one.getBoundingClientRect());
      const box = marks.sort((a, b) => b.width * b.height - a.width * a.height)[0];
      return [box.left + box.width / 2, box.top + box.height / 2];
    }})()"""
    x, y = browser.run(script)
    browser.hover(x, y)
    shown = f"[...document.querySelectorAll('[data-chart={chart}] .tip')].length > 0"
    browser.run(
        "new Promise((done, failed) => { const end = Date.now() + 3000; (function look() {"
        f"if ({shown}) done(1); else if (Date.now() > end) failed('no tip'); else setTimeout(look, 20); }})(); }})"
    )


NATIONS = "document.querySelector('#sheet-summary table')"


def column(browser: Browser, number: int) -> list[str]:
    rows = f"[...{NATIONS}.tBodies[0].rows].filter(row => !row.hidden)"
    found: list[str] = browser.run(f"{rows}.map(row => row.cells[{number}].textContent)")
    return found


def test_tables_sort_by_the_keyboard_up_down_and_back_with_sums_below(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "eurofighter", text_of("eurofighter"))
    before = column(browser, 4)
    browser.run(f"{NATIONS}.querySelectorAll('thead button')[4].focus()")
    for way in ("ascending", "descending", "none"):
        browser.press("Enter", 13)
        after = column(browser, 4)
        assert browser.run(f"{NATIONS}.querySelectorAll('thead th')[4].getAttribute('aria-sort')") == way
        assert after[-1] == before[-1]
        assert sorted(after) == sorted(before)
        numbers = [float(re.sub(r"[^0-9.-]", "", one)) for one in after[:-1]]
        if way == "none":
            assert after == before
        else:
            assert numbers == sorted(numbers, reverse=way == "descending")
            assert after != before or numbers == sorted(numbers)


def test_tables_filter_by_the_words_of_a_row_and_say_how_many_are_left(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "nato-common", text_of("nato-common"))
    browser.run("document.querySelector('#sheet-summary .filter input').focus()")
    for letter in "pl":
        browser.call("Input.dispatchKeyEvent", type="char", text=letter)
    assert column(browser, 0) == ["PL"]
    assert browser.run("document.querySelector('#sheet-summary .filter span').textContent") == "1 of 33 rows"
    assert browser.run("document.querySelector('.vh[role=status]').textContent") == "1 of 33 rows"


def test_the_switch_turns_the_page_dark_and_light_again_and_its_charts_with_it(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "two-nations", text_of("two-nations"))
    look = "[getComputedStyle(document.body).backgroundColor, document.querySelector('svg text').getAttribute('fill')]"
    light = browser.run(look)
    browser.run("document.getElementById('theme').click()")
    dark = browser.run(look)
    browser.run("document.getElementById('theme').click()")
    assert all(a != b for a, b in zip(light, dark, strict=True))
    assert browser.run(look) == light
    opened(browser, folder, "two-nations", text_of("two-nations"), dark=True)
    browser.run("localStorage.clear()")
    opened(browser, folder, "two-nations", text_of("two-nations"), dark=True)
    assert browser.run(look) == dark


def test_a_link_opens_the_sheet_that_it_leads_to(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "two-nations", text_of("two-nations"))
    assert not browser.run("document.getElementById('sheet-payments').open")
    browser.run("new Promise(done => { addEventListener('hashchange', done, {once: true}); "
                "document.querySelector('nav a[href=\"#sheet-payments\"]').click() })")  # fmt: skip
    assert browser.run("document.getElementById('sheet-payments').open")


def test_a_page_in_dark_colours_prints_on_a4_in_light_ones(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "two-nations", text_of("two-nations"), dark=True)
    seen = "getComputedStyle(document.body).color, document.querySelector('svg').getAttribute('width')"
    browser.run(f"window.onPaper = []; addEventListener('beforeprint', () => window.onPaper.push({seen}))")
    paper = browser.paper()
    sizes = {tuple(round(float(side)) for side in box.split()) for box in
             re.findall(r"/MediaBox\s*\[\s*0 0 ([\d.]+ [\d.]+)", paper.decode("latin-1"))}  # fmt: skip
    assert sizes <= {(595, 842), (842, 595)}
    ink, width = browser.run("window.onPaper")
    assert ink == "rgb(23, 32, 46)"
    assert int(width) <= 703
    untouched(browser, folder / "two-nations.html")
