"""The file by itself, without a browser: what every page has, and what none may have."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from procure import whole
from procure.findings import ERROR, Finding
from procure.report import markup, page, pages
from procure.report.page import Page, document, write
from procure.tables.table import PLAIN, Column, Rows, Table
from procure.workbook.styles import FILLS
from tests.cli.calling import ROOT
from tests.report.pages_of import EXAMPLES, HOSTILE, hostile, hostile_page, of_example, text_of
from tests.report.parsed import Element, parse

LARGEST = 3_000_000  # bytes of a page
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "button", "dl", "div", "dt",
    "dd", "nav", "ul", "li", "main", "section", "figure", "span", "bdi", "details", "summary", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "footer", "script",
}  # fmt: skip
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace",
              "http://www.w3.org/2000/xmlns/"}  # fmt: skip
LICENCES = {"http://www.apache.org/licenses/LICENSE-2.0", "https://github.com/ecomfe/zrender/blob/master/LICENSE"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_is_small_and_its_parts_are_in_order(name: str) -> None:
    text, made = text_of(name), of_example(name)
    assert len(text.encode()) < LARGEST
    tree = parse(text)
    assert [one.tag for one in tree.one("body").inside[:4]] == ["a", "header", "nav", "main"]
    main = tree.one("main").inside
    assert [one.attributes.get("id") for one in main[:2]] == ["words", "charts"]
    assert tree.one("h1").text == made.title
    assert len(list(main[0].all("li"))) == len(made.words[0][1])
    targets = {one.attributes["id"] for one in tree.all(where=lambda e: "id" in e.attributes)}
    assert {one.attributes["href"][1:] for one in tree.all("a")} <= targets


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_chart_has_a_title_a_sentence_a_description_and_its_numbers_as_a_table(name: str) -> None:
    made, tree = of_example(name), parse(text_of(name))
    figures = list(tree.all("figure"))
    wanted = ["shares", "payments", "deliveries", "industry", "timeline", "flows"]
    assert [one.attributes["id"] for one in figures] == [chart.id for chart in made.charts]
    assert [chart.id for chart in made.charts] == wanted
    for figure, chart in zip(figures, made.charts, strict=True):
        assert next(figure.all("h3")).text == chart.title
        sentence = figure.one("p", **{"class": "shows"}).text
        assert sentence == chart.sentence
        assert sentence.endswith(".")
        drawn = figure.one("div", role="img").attributes["aria-label"]
        assert chart.title in drawn
        assert sentence in drawn
        rows = list(next(figure.all("tbody")).all("tr"))
        assert len(rows) == len(chart.table.rows) > 0


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_table_has_a_caption_and_headers_of_its_columns_and_rows(name: str) -> None:
    tables = list(parse(text_of(name)).all("table"))
    shown = sum(len(several) for several in of_example(name).sheets.values())
    assert len(tables) == shown + len(of_example(name).charts)
    for table in tables:
        assert next(table.all("caption")).text
        heads = list(next(table.all("thead")).all("th"))
        assert all(one.attributes["scope"] == "col" and one.text for one in heads)
        for row in next(table.all("tbody")).all("tr"):
            assert len(row.inside) == len(heads)
            assert row.inside[0].attributes["scope"] == "row"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_policy_lets_in_this_files_own_scripts_and_style_and_nothing_else(name: str) -> None:
    policy_holds(parse(text_of(name)))


def policy_holds(tree: Element) -> None:
    """The policy names the hashes of the scripts and of the style, and no other source."""
    policy = tree.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    run = [one for one in tree.all("script") if "type" not in one.attributes]
    assert rules["script-src"].split() == [hashed(one) for one in run]
    assert rules["style-src"] == hashed(tree.one("style"))


def hashed(one: Element) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()}'"


def test_no_page_names_an_address_but_those_of_name_spaces_and_licences() -> None:
    named = set(re.findall(r"https?://[^\s\"'<>)\\]+", text_of("eurofighter")))
    assert named <= NAMESPACES | LICENCES
    for one in parse(text_of("eurofighter")).all():
        assert not {"src", "srcset", "style", "action", "data", "poster"} & set(one.attributes)
        assert one.attributes.get("href", "#").startswith("#")


def test_hostile_names_are_text_and_add_no_element_and_no_attribute() -> None:
    tree = parse(document(hostile_page()))
    assert {one.tag for one in tree.all()} <= KNOWN
    assert len(list(tree.all("script"))) == 1 + len(page.SCRIPTS)
    assert not [one for one in tree.all() if any(name.startswith("on") for name in one.attributes)]
    assert tree.one("h1").text == HOSTILE["Two nations' vehicle"]
    cells = {one.text for one in tree.all() if one.tag in ("td", "th")}
    assert {HOSTILE[name] for name in ("Alba", "Borea", "Design", "Body", "Engine", "Alba Systems")} <= cells
    policy_holds(tree)


def test_hostile_names_come_out_of_the_data_as_they_went_in() -> None:
    written = next(one.text for one in parse(document(hostile_page())).all("script") if "type" in one.attributes)
    assert written.isascii()
    assert not set("<>&") & set(written)
    drawings = json.loads(written)
    assert set(drawings["shares"]["categories"]) == {HOSTILE["Alba"], HOSTILE["Borea"]}
    assert {row["supplier"] for row in drawings["timeline"]["rows"]} == {
        HOSTILE["Alba Systems"],
        HOSTILE["Borea Steel"],
    }
    assert {node["name"] for node in drawings["flows"]["nodes"]} <= set(HOSTILE.values()) | {"no nation's work"}


def test_marking_and_title_in_the_margins_of_paper_cannot_end_their_strings() -> None:
    style = parse(document(hostile_page())).one("style").text
    margins = re.findall(r"@(?:top-center|bottom-left)\{content:\"((?:[0-9A-Za-z]|\\[0-9a-f]+ )*)\"", style)
    said = [re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), one) for one in margins]
    assert said == [HOSTILE["OFFICIAL"], HOSTILE["Two nations' vehicle"]]


def test_the_head_says_marking_date_of_the_inputs_and_what_file_it_shows() -> None:
    tree = parse(text_of("two-nations"))
    head = tree.one("header")
    assert head.one("p", **{"class": "marking"}).text == of_example("two-nations").marking
    facts = dict(zip([one.text for one in head.all("dt")], [one.text for one in head.all("dd")], strict=True))
    assert facts["date of the inputs"] == "2026-11-01"
    assert facts["plan file"] == "two-nations.xlsx"
    assert facts["money"].startswith("M = millions of EUR")


def test_what_the_audit_finds_stands_above_all_else() -> None:
    problem, plan = hostile()
    broken = Finding(ERROR, "Payments!C4 total", "figure differs", "expected 1, found <2>.", "It does not follow.")
    made = pages.of_plan(problem, plan, "audit failed (1 findings)", (), [broken])
    tree = parse(document(made))
    assert "1 finding" in tree.one("p", role="alert").text
    assert next(iter(made.sheets)) == pages.AUDIT
    assert tree.one("details", id="sheet-audit").attributes["open"] == ""
    assert "expected 1, found <2>." in tree.one("details", id="sheet-audit").text
    assert "audit failed" in tree.one("section", id="words").text


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    size = write(first, hostile_page())
    write(second, hostile_page())
    assert first.read_bytes() == second.read_bytes()
    assert len(first.read_bytes()) == size


def test_a_page_never_takes_the_place_of_its_source(tmp_path: Path) -> None:
    source = tmp_path / "plan.html"
    source.write_text("mine")
    with pytest.raises(whole.NotWritten, match="is an input"):
        write(source, hostile_page(), [source])
    assert source.read_text() == "mine"


def test_a_page_that_the_disk_does_not_hold_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "page.html"
    old.write_text("old")
    monkeypatch.setattr(page, "_put", lambda path, content: path.write_bytes(content[:-1]))
    with pytest.raises(whole.NotWritten, match="cannot be read back"):
        write(old, hostile_page())
    assert [one.read_text() for one in tmp_path.iterdir()] == ["old"]


def test_shortfalls_sums_and_bars_are_marked_in_a_table() -> None:
    rows = Rows()
    rows.add("a", None, "DE", red=[0])
    rows.add("all", 3, "", total=True)
    table = Table("S", "T", "", (Column("x"), Column("y", PLAIN), Column("z")), tuple(rows.rows),
                  totals=frozenset([1]), red=frozenset([(0, 0)]), bars={(0, 2): "DE"})  # fmt: skip
    tree = parse(markup.table(table, ("FR", "DE")))
    first, second = list(next(tree.all("tbody")).all("tr"))
    assert first.inside[0].attributes["class"] == "bad"
    assert first.inside[2].attributes["class"] == "bar n1"
    assert second.attributes["class"] == "total"
    assert second.inside[1].text == "3.00"


@pytest.mark.parametrize("theme", [r":root {", r':root[data-theme="dark"] {'])
def test_text_stands_out_from_its_ground_in_both_themes(theme: str) -> None:
    style = (ROOT / "procure" / "report" / "page.css").read_text(encoding="utf-8")
    block = style.split(theme, 1)[1].split("}", 1)[0]
    colour = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    for ink, ground in [("ink", "paper"), ("soft", "paper"), ("ink", "back"), ("soft", "back"), ("bad", "paper"),
                        ("link", "back"), ("onhead", "head"), ("head", "paper"), ("ink", "total")]:  # fmt: skip
        assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
    assert all(contrast("#111111", fill) >= 4.5 for fill in FILLS)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("room", ["procure/report", "tests/report"])
def test_what_is_vendored_is_what_its_readme_says(room: str) -> None:
    folder = ROOT / room / "vendor"
    said = dict(
        re.findall(r"^\| `([\w.]+)` \|.*`([0-9a-f]{64})` \|$", (folder / "README.md").read_text(), re.MULTILINE)
    )
    assert set(said) == {one.name for one in folder.glob("*.js")}
    for name, checksum in said.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum
        assert list(folder.glob(f"{name.split('.')[0]}.LICENSE"))


def test_a_page_without_charts_carries_no_charting_library() -> None:
    text = document(Page("Explanation", "Why"))
    assert len(text) < 60_000
    policy_holds(parse(text))
