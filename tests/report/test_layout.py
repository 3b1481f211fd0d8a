"""The page of every planned example as it is looked at: on a screen, on a telephone, in light and dark, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from procure.report import pages
from procure.report.page import Page, document
from procure.workbook.read_plan import read_plan
from tests.planned import planned
from tests.report import looks
from tests.report.browser import Browser, barred, opened, untouched
from tests.report.pages_of import EXAMPLES, hostile
from tests.report.paper import sheets, whole
from tests.report.test_structure import LARGEST

WINDOWS = ((1280, False), (400, True))  # how wide, whether dark
INKED = 0.03  # least part of a chart's pixels that are drawn upon: 32 nations, of which most do no work, reach 0.05
TALLEST, WIDEST = 900, 703  # pixels of A4 that a picture may take, its title above it
EVERYWHERE = ("eurofighter", "nato-common", "safe-air-defence", "shells-155")  # the most unlike, and the longest
PRINTED = ("eurofighter", "nato-common")  # those with the tallest charts: a PDF takes two seconds
LONG = {
    "Alba": "Directorate for Names that Nobody Would Want to Read Aloud, " * 3,
    "Borea": "\u05de\u05e0\u05d5\u05e2 " * 40,
    "Alba Systems": "A" * 100 + " " + "B" * 99,
    **{name: name[0] * 200 for name in ("Design", "Body", "Vehicle", "Development", "OFFICIAL")},
    "Two nations' vehicle": "V" * 200,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_can_be_read_on_a_telephone_in_the_dark_and_the_most_unlike_on_a_screen_and_paper_too(
    name: str, browser: Browser, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = of_planned(planned(tmp_path_factory, name)[0])
    text = document(made)
    assert len(text.encode()) < LARGEST
    path = opened(browser, folder, f"{name}-planned", text)
    for width, dark in WINDOWS if name in EVERYWHERE else WINDOWS[1:]:
        browser.look(width, dark)
        reads_well(browser, made)
    if name in EVERYWHERE:
        assert barred(browser, brief=True) == []
        assert browser.run(looks.SORTS) == []
        fits_paper(browser, made, name in PRINTED)
    untouched(browser, path)


@pytest.mark.parametrize(("width", "dark"), WINDOWS)
def test_names_of_200_letters_or_from_right_to_left_overlap_nothing(
    width: int, dark: bool, browser: Browser, folder: Path
) -> None:
    made = pages.of_plan(*hostile(LONG), "audit passed", (("plan file", "f" * 200 + ".xlsx"),))
    opened(browser, folder, "long", document(made), width, dark)
    reads_well(browser, made)


def of_planned(path: Path) -> Page:
    """The page of a plan file."""
    found, findings = read_plan(path)
    assert found is not None, findings
    return pages.of_plan(found.problem, found.plan, "audit passed", (("plan file", path.name),))


def reads_well(browser: Browser, made: Page) -> None:
    """Every chart is drawn, and nothing is outside of the window, cut off or over something else."""
    marks = browser.run(looks.MARKS)
    assert set(marks) == {chart.id for chart in made.charts}
    assert all(count > 1 for count in marks.values()), marks
    assert browser.run(looks.WRONG) == []
    assert min(browser.ink()) > INKED


def fits_paper(browser: Browser, made: Page, printed: bool) -> None:
    """Each chart is drawn as large as a sheet takes; where the page is printed, it is on one sheet with its title."""
    browser.run(looks.ON_PAPER)
    said = sheets(browser.paper()) if printed else []
    if not printed:
        browser.run("for (const one of ['beforeprint', 'afterprint']) dispatchEvent(new Event(one))")
    pictures = browser.run("window.onPaper")
    assert len(pictures) == len(made.charts)
    for picture, chart in zip(pictures, made.charts, strict=True):
        assert picture["width"] <= WIDEST
        assert picture["height"] <= TALLEST
        assert not printed or whole(said, [chart.title, *picture["texts"]]), chart.id
