"""procure report --nation: a nation's extract holds its own figures and what all agreed, and nothing else."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from procure import tables
from procure.calendar import Span
from procure.cli import exits
from procure.cli.report_packs import file_name
from procure.extract import pack, shared
from procure.extract.tables import extracted
from procure.findings import errors
from procure.problem import Budget, Capacity, Limit, Problem, Quote, Rule
from procure.publishing import publish
from procure.reading import read
from procure.tables.figures import Figures
from procure.tables.table import Column, Rows
from procure.workbook.read_plan import read_plan
from tests.cli.calling import ROOT, call
from tests.report.packs_of import SHA256, every_part, numbers, private, typed, written
from tests.report.pages_of import EXAMPLES, IN_A_BOOK, hostile
from tests.report.parsed import parse
from tests.tables import example

WORD = "Zugzwang"  # begins every planted name


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hand-made plan's workbook, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    publish(tmp_path / "plan.xlsx", example.problem(), example.plan(), [], [])
    return tmp_path / "plan.xlsx"


def book(name: str) -> Problem:
    """An example's problem, as its deal is judged."""
    problem, _ = read(ROOT / "inputs" / f"{name}.xlsx", judged=True)
    assert problem is not None
    return problem


def planted(nation: str) -> tuple[Problem, list[str]]:
    """The example CAVS with figures and names of their own in all that is private to nations but this one."""
    problem, planted = book("cavs"), []  # type: Problem, list[str]

    def figure() -> float:
        planted.append(f"{7310.137 + 11.011 * len(planted):.3f}")
        return float(planted[-1])

    def name(of: str) -> str:
        planted.append(f"{WORD} {of} {len(planted)}")
        return planted[-1]

    def limits() -> tuple[Limit, ...]:
        return tuple(Limit(Span(t, t), figure(), label) for t, label in enumerate(problem.programme.calendar.labels))

    theirs = [s for s in problem.suppliers if s.nation != nation]
    idle = [replace(theirs[0], id=name("supplier"), sectors=("no work of this programme",), price_factor=figure())]
    others = [n.id for n in problem.nations if n.id != nation]
    return problem.replace(
        nations=tuple(
            n if n.id == nation else replace(n, ceiling_m=figure(), gdp=figure(), exit_cap_m=figure())
            for n in problem.nations
        ),
        suppliers=(*problem.suppliers, *idle),
        budgets=tuple(Budget(n, limits(), line=name("line")) for n in others),
        capacities=tuple(Capacity(s.id, limits()) for s in (*theirs, *idle)),
        quotes=tuple(
            Quote(s.id, w.id, figure(), figure(), effort=((figure(), "tonnes"),), bundle=name("bundle"))
            for s in theirs for w in problem.packages
        ),
        rules=(
            *problem.rules,
            *(Rule(name("rule"), "payments", (n,), relation="<=", amount=figure(), base="M", strength="report",
                   asked_by=asked, source=name("source")) for n in others for asked in (n, name("minister"))),
        ),
        notes={
            **problem.notes,
            **{("Packages", w.row): (name("source"), "assumed", name("note")) for w in problem.packages},
        },
    ), planted  # fmt: skip


def test_no_planted_figure_or_name_of_another_nation_is_in_any_byte_of_a_pack(tmp_path: Path) -> None:
    problem, secrets = planted("SE")
    made = typed(problem)
    parts = every_part(*written(tmp_path, problem, made, "SE"))
    told = {secret: name for name, text in parts.items() for secret in secrets if secret in text}
    assert not told
    assert {name: text for name, text in parts.items() if WORD in text} == {}
    wanted = {Decimal(secret) for secret in secrets if WORD not in secret}
    assert not {name: found for name, text in parts.items() if (found := numbers(text) & wanted)}


def test_what_was_planted_is_in_the_plan_itself() -> None:
    problem, secrets = planted("SE")
    x = tables.figures(problem, typed(problem))
    master = repr(tables.sheets(x)) + repr(problem)
    assert [secret for secret in secrets if secret.rstrip("0") not in master] == []


@pytest.mark.parametrize("name", [one for one in EXAMPLES if one != "two-nations"])  # there the rest is the other's
def test_no_private_figure_of_another_nation_is_in_a_pack_of_an_example(name: str, tmp_path: Path) -> None:
    problem = book(name)
    made = typed(problem)
    nation = problem.nations[1].id
    secrets = private(problem, made, nation)
    assert len(secrets) > 5
    parts = every_part(*written(tmp_path, problem, made, nation))
    assert not {part: found for part, text in parts.items() if (found := numbers(text) & secrets)}


def test_an_extract_says_what_two_nations_can_work_out_of_each_other() -> None:
    two, five = list(shared.follows(example.plan())), list(shared.follows(typed(book("cavs"))))
    assert [one.rsplit(" ", 1)[-1] for one in two] == ["charged.", "receives."]
    assert five == []
    words = [said for said, _ in pack.of_plan(example.problem(), example.plan(), "Alba", "audit passed", SHA256).words]
    assert words[-2:] == two


def test_a_column_a_table_and_a_sheet_that_nobody_named_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_more(x: Figures) -> list[object]:
        shares, rows = tables.cost_shares(x), Rows()
        rows.add("Alba", Decimal(41))
        other = rows.table("Cost shares", "Secrets", "", [Column("nation"), Column("cost")])
        more = tuple((*row, f"{WORD} of {row[1]}") for row in shares.rows)
        return [replace(shares, columns=(*shares.columns, Column("news")), rows=more), other]

    listed = [(name, with_more if name == "Cost shares" else make) for name, make in tables.SHEETS]
    monkeypatch.setattr(tables, "SHEETS", (*listed, ("News", lambda x: replace(with_more(x)[1], sheet="News"))))
    x = tables.figures(example.problem(), example.plan())
    assert WORD in repr(tables.sheets(x)["Cost shares"])
    assert "News" in tables.sheets(x)
    found = extracted(x, "Alba")
    assert "News" not in found
    assert [table.title for table in found["Cost shares"]] == ["Cost shares"]
    assert WORD not in repr(found)


def test_every_part_names_a_table_and_columns_that_there_are() -> None:
    headers: dict[tuple[str, str], set[str]] = {}
    for name in EXAMPLES:
        problem = book(name)
        x = tables.figures(problem, typed(problem))
        for sheet, several in tables.sheets(x).items():
            for table in several:
                here = {column.header for column in table.columns}
                headers.setdefault((sheet, table.title.split(", ")[0]), set()).update(here)
    seen = [part for part in shared.PARTS if (part.sheet, part.title) in headers]
    assert len(seen) > 13
    for part in seen:
        named = {*part.own, *part.others, *part.shared, part.of, part.needs, part.only[0]} - {"", shared.PERIODS}
        missing = named - headers[part.sheet, part.title]
        assert missing <= {"settled", "in kind", "VAT", *shared._BEFORE, "grants", "bundle"}, (part.title, missing)


def test_a_pack_has_the_nations_own_figures_and_the_common_part(plan: Path) -> None:
    done = call("report", "plan.xlsx", "--nation", "Alba")
    assert done.code == exits.DONE, done.err
    assert "written: plan-Alba.xlsx and plan-Alba.html" in done.out
    made = openpyxl.load_workbook("plan-Alba.xlsx")
    rows = {name: [list(row) for row in made[name].iter_rows(values_only=True)] for name in made.sheetnames}
    assert made.sheetnames[0] == "Extract"
    facts = {row[0]: row[3] for row in rows["Extract"] if row[0]}
    assert facts["extract for"] == "Alba"
    assert facts["date of the inputs"] == "2026-11-01"
    assert facts["SHA-256 of the plan file"] == hashlib.sha256(plan.read_bytes()).hexdigest()
    assert all(cells[0][0] == "OFFICIAL, extract for Alba" for cells in rows.values())
    shares = {(row[0], row[1]): row[3:] for row in rows["Cost shares"]}
    assert shares["Development", "Alba"] == [60, 0.6, 0.6, 0]
    assert shares["Development", "Borea"] == [None, None, 0.4, None]
    assert shares["all phases", "all"][0] == 155
    assert {row[0] for row in rows["Payments"][4:]} == {"Alba"}
    packages = {(row[0], row[4]): (row[7], row[9]) for row in rows["Work packages"] if len(row) > 9}
    assert packages["Design", "Alba Systems"] == ("2027", 100)
    assert packages["Body", "Borea Steel"] == ("2029", None)
    assert "Rule results" not in rows  # Borea asked for the only rule


def test_charts_show_the_nations_own_payments_and_industry() -> None:
    made = {n: pack.of_plan(example.problem(), example.plan(), n, "audit passed", SHA256) for n in ("Alba", "Borea")}
    charts = {n: {chart.id: chart for chart in one.charts} for n, one in made.items()}
    assert list(charts["Alba"]) == ["payments", "deliveries", "timeline"]
    assert list(charts["Borea"]) == ["payments", "deliveries", "industry", "timeline"]
    assert {row[0] for row in charts["Alba"]["payments"].table.rows} == {"Alba"}
    assert "the least room is Alba's" in charts["Alba"]["payments"].sentence
    assert charts["Borea"]["payments"].sentence == "No budget of Borea is stated."


def test_a_rule_goes_to_all_who_agreed_it_and_else_to_who_asked_for_it() -> None:
    problem = example.problem()
    asked = {word: replace(problem.rules[0], id=word or "of all", asked_by=word) for word in ("", "both", "Borea", "x")}
    problem = problem.replace(rules=tuple(asked.values()))
    x = tables.figures(problem, example.plan())

    def told(nation: str) -> set[object]:
        return {row[0] for table in extracted(x, nation)["Rule results"] for row in table.rows}

    assert told("Alba") == {"of all", "both"}
    assert told("Borea") == {"of all", "both", "Borea"}
    rows = [row for row in extracted(x, "Alba")["Rule results"][0].rows if row[0] == "both"]
    assert {row[2]: (row[5], row[7] is None) for row in rows} == {"Alba": ("holds", False), "Borea": ("holds", True)}


def test_the_same_plan_makes_the_same_pack(plan: Path) -> None:
    assert call("report", "plan.xlsx", "--nation", "Borea", "-o", "one.xlsx").code == exits.DONE
    assert call("report", "plan.xlsx", "--nation", "Borea", "-o", "two.html").code == exits.DONE
    for ending in (".xlsx", ".html"):
        assert Path(f"one{ending}").read_bytes() == Path(f"two{ending}").read_bytes()


def test_several_nations_have_a_pack_each(plan: Path) -> None:
    Path("outputs").mkdir()
    assert call("report", "plan.xlsx", "--nation", "Alba", "--nation", "Borea").code == exits.DONE
    assert call("report", "plan.xlsx", "--nation", "all", "-o", "march.xlsx").code == exits.DONE
    for name in ("Alba", "Borea"):
        for ending in (".xlsx", ".html"):
            assert Path(f"march-{name}{ending}").read_bytes() == Path(f"outputs/plan-{name}{ending}").read_bytes()
    done = call("report", "plan.xlsx", "--nation", "all", "--json")
    assert [one["nation"] for one in done.document["extracts"]] == ["Alba", "Borea"]
    assert len(done.document["notes"]) == 2


def test_an_unknown_nation_is_named_with_the_nearest_and_nothing_is_written(plan: Path) -> None:
    done = call("report", "plan.xlsx", "--nation", "Alba", "--nation", "Borae")
    assert done.code == exits.FINDINGS
    assert "expected a nation, found 'Borae'. Did you mean 'Borea'?" in done.err
    assert not list(Path().glob("plan-*"))
    assert call("report", "plan.xlsx", "--nation", "X", "--json").document["state"] == "input refused"


def test_a_pack_is_no_plan_and_says_so(plan: Path) -> None:
    assert call("report", "plan.xlsx", "--nation", "Alba").code == exits.DONE
    found, findings = read_plan(Path("plan-Alba.xlsx"))
    assert found is None
    assert "found an extract of one for a nation" in errors(findings)[0].message
    for command in (["audit"], ["report"], ["compare", "plan.xlsx"], ["report", "--nation", "Alba"]):
        done = call(*command, "plan-Alba.xlsx")
        assert done.code == exits.FINDINGS, command
        assert "found an extract" in done.err
    assert call("plan", "plan-Alba.xlsx", "-o", "again.xlsx").code == exits.FINDINGS


def test_options_that_do_not_go_together_are_refused(plan: Path) -> None:
    shutil.copy(plan, "other.xlsx")
    for words in (
        ["plan.xlsx", "other.xlsx", "--nation", "Alba"], ["plan.xlsx", "--nation", "Alba", "--brief"],
        ["plan.xlsx", "--nation", "Alba", "-o", "pack.pdf"], ["plan.xlsx", "-o", "page.xlsx"],
    ):  # fmt: skip
        assert call("report", *words).code == exits.USAGE, words
    assert call("report", "plan.xlsx", "--nation", "Alba", "-o", "plan.xlsx").code == exits.NOT_WRITTEN
    assert call("report", "plan.xlsx", "--nation", "Alba", "-o", "nowhere/pack.xlsx").code == exits.NOT_WRITTEN


def test_hostile_names_are_text_in_both_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    problem, made = hostile(IN_A_BOOK)
    publish(tmp_path / "plan.xlsx", problem, made, [], [])
    done = call("report", "plan.xlsx", "--nation", "all")
    assert done.code == exits.DONE, done.err
    books, pages = sorted(tmp_path.glob("plan-*.xlsx")), sorted(tmp_path.glob("plan-*.html"))
    assert len(books) == len(pages) == 2
    for path in books:
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
        assert IN_A_BOOK["Design"] in {cell.value for cell in cells}
        assert {(link.target, link.location) for cell in cells if (link := cell.hyperlink)} == {(None, "Extract!A1")}
    for path in pages:
        tree = parse(path.read_text(encoding="utf-8"))
        assert not list(tree.all("img"))
        assert IN_A_BOOK["Body"] in {one.text for one in tree.all("th")}


def test_names_of_files_are_plain_and_no_two_are_alike() -> None:
    problem = example.problem()
    named = ['=HYPERLINK("x")', "..-up", "../up", "\u05de\u05e0", "N" * 200, "NL", "NL-2", "nl"]
    problem = problem.replace(nations=tuple(replace(problem.nations[0], id=name) for name in named))
    found = [file_name(problem, name) for name in named]
    assert found[:3] == ["-HYPERLINK--x--", "---up", "---up-2"]
    assert len({name.casefold() for name in found}) == len(named)
    assert max(map(len, found)) <= 62
    assert not set("/\\:.\"=") & set("".join(found))


def test_a_nation_called_all_cannot_be_told_from_all_nations(plan: Path) -> None:
    problem, made = hostile({"Borea": "all"})
    with pytest.raises(ValueError, match="all"):
        pack.of_plan(problem, made, "Alba", "audit passed", SHA256)
    publish(Path("all.xlsx"), problem, made, [], [])
    done = call("report", "all.xlsx", "--nation", "Alba")
    assert done.code == exits.FINDINGS
    assert 'called "all"' in done.err


def test_a_plan_changed_by_hand_makes_packs_that_say_so_without_its_findings(plan: Path) -> None:
    book = openpyxl.load_workbook(plan)
    cell = next(c for row in book["Payments"].iter_rows() for c in row if c.row > 3 and isinstance(c.value, int))
    cell.value += 7
    book.save(plan)
    done = call("report", "plan.xlsx", "--nation", "Borea")
    assert done.code == exits.DISAGREE
    assert "Payments!" in done.err
    text = Path("plan-Borea.html").read_text(encoding="utf-8")
    assert "audit failed" in text
    assert "did not pass" in text
    assert "Payments!" not in text
