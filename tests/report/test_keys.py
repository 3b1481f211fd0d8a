"""Charts by the keyboard: one stop of the Tab key each, read value by value, passed by another Tab."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure.report.page import document
from tests.report.browser import Browser, opened, untouched
from tests.report.looks import FRAMES
from tests.report.pages_of import hostile_page, of_example, text_of

CODES = {"Tab": 9, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
LINE = "document.activeElement.nextElementSibling.textContent"
PLACE = "document.activeElement.dataset.chart"
HIGH, PANEL = 900, 188  # pixels of the window and of a panel
FRAMED = (
    "[...document.activeElement.querySelectorAll('svg path')].filter(one => one.getAttribute('stroke') === "
    "getComputedStyle(document.documentElement).getPropertyValue('--link').trim()).length"
)


def press(browser: Browser, *keys: str) -> str:
    """Press these keys; what the chart's line then says."""
    for key in keys:
        browser.press(key, CODES[key])
    said: str = browser.run(LINE)
    return said


def framed(browser: Browser) -> int:
    """How many marks of the chart are framed as the one that is read."""
    browser.run(FRAMES)
    count: int = browser.run(FRAMED)
    return count


def focused(browser: Browser, chart: str) -> None:
    browser.run(f"document.querySelector('[data-chart={chart}]').focus()")
    assert browser.run(PLACE) == chart


def test_the_tab_key_reaches_every_chart_and_leaves_it_again(browser: Browser, folder: Path) -> None:
    path = opened(browser, folder, "meteor", text_of("meteor"))
    browser.run("document.querySelector('nav li:last-child a').focus()")
    for chart in of_example("meteor").charts:
        assert "Arrow keys" in press(browser, "Tab")
        assert browser.run(PLACE) == chart.id
        assert browser.run("document.activeElement.getAttribute('aria-label')").startswith(chart.title)
        press(browser, "ArrowRight")
        browser.press("Tab", CODES["Tab"])
        assert browser.run("document.activeElement.textContent") == f"Numbers: {chart.title}"
        assert browser.run(f"document.querySelector('#{chart.id} .reading').textContent") == ""
    untouched(browser, path)


def test_arrow_keys_say_every_value_of_bars_in_a_live_line_and_frame_it(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "meteor", text_of("meteor"))
    focused(browser, "shares")
    drawing = of_example("meteor").charts[0].drawing
    cost, work = (one["values"] for one in drawing["series"])
    nations = drawing["categories"]
    assert browser.run("document.activeElement.nextElementSibling.getAttribute('aria-live')") == "polite"
    assert press(browser, "ArrowRight") == f"{nations[0]}: cost share: {cost[0]:.1f}%"
    assert press(browser, "ArrowRight") == f"{nations[0]}: work share: {work[0]:.1f}%"
    assert press(browser, "ArrowDown") == f"{nations[1]}: work share: {work[1]:.1f}%"
    assert press(browser, "ArrowLeft", "ArrowLeft") == f"{nations[0]}: work share: {work[0]:.1f}%"
    assert press(browser, "End") == press(browser, "ArrowRight") == f"{nations[-1]}: work share: {work[-1]:.1f}%"
    assert press(browser, "Home") == press(browser, "ArrowUp") == f"{nations[0]}: cost share: {cost[0]:.1f}%"
    assert framed(browser) == 1
    browser.run("document.activeElement.blur()")
    focused(browser, "shares")
    assert framed(browser) == 0


@pytest.mark.parametrize("name", ["eurofighter"])
def test_reading_a_chart_to_its_end_says_every_value_once(name: str, browser: Browser, folder: Path) -> None:
    opened(browser, folder, name, text_of(name))
    charts = {chart.id: chart.drawing for chart in of_example(name).charts}
    values = {
        "payments": sum(len(panel["labels"]) for panel in charts["payments"]["panels"]),
        "timeline": sum(len(row["runs"]) for row in charts["timeline"]["rows"]),
        "flows": len(charts["flows"]["links"]),
    }
    for chart, count in values.items():
        focused(browser, chart)
        said = [press(browser, "ArrowRight") for _ in range(count)]
        assert len(set(said)) == count
        assert press(browser, "ArrowRight") == said[-1] == press(browser, "End")
        assert press(browser, "ArrowDown") == said[-1]


def test_what_is_read_stands_in_the_window_however_tall_the_chart_is(browser: Browser, folder: Path) -> None:
    opened(browser, folder, "nato-common", text_of("nato-common"), 400)
    focused(browser, "payments")
    press(browser, "End")
    ends = "(box => [box.top, box.bottom])({}.getBoundingClientRect())"
    top, bottom = browser.run(ends.format("document.activeElement.nextElementSibling"))
    assert 0 <= top < bottom <= HIGH
    top, bottom = browser.run(ends.format("document.activeElement"))
    assert top < 0 < bottom  # far below its beginning
    assert bottom - PANEL < HIGH  # the last panel is seen


def test_hostile_names_are_read_as_text(browser: Browser, folder: Path) -> None:
    path = opened(browser, folder, "hostile", document(hostile_page()))
    focused(browser, "shares")
    assert press(browser, "ArrowRight").startswith("</script><img src=x onerror=alert(1)>: cost share: 60.0%")
    focused(browser, "timeline")
    press(browser, "End")
    assert browser.run("document.querySelectorAll('.reading *:not(strong), .reading strong *').length") == 0
    untouched(browser, path)
