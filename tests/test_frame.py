"""The project's frame: who may import whom, style, types, sizes, and what the command line loads."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "procure"
TEXTS = (".py", ".md", ".toml", ".txt", ".lp", "")  # of files that are read for machine paths
LONGEST_FILE, LONGEST_FUNCTION = 320, 60  # lines
TABLES = {PACKAGE / "workbook" / "sheets.py"}  # one column of the workbook a line: as long as the workbook is wide
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {"pulp", "highspy", "numpy", "pandas", "openpyxl", "xlsxwriter"}
OF_A_CLAUSE = {"constrain", "audit"}  # told of by clauses/__init__.py; the file's docstring is the formula


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A tool of this Python, run in the repository; nothing is written beside the sources."""
    quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)


def passes(*command: str) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nobody_imports_whom_they_may_not() -> None:
    begin = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    passes("-c", begin, "--no-cache", "--no-logo")


def test_ruff_has_no_complaint() -> None:
    passes("-m", "ruff", "check", "--no-cache")


def test_mypy_has_no_complaint(tmp_path: Path) -> None:
    passes("-m", "mypy", "--cache-dir", str(tmp_path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_functions_are_short_and_what_is_public_is_documented(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert path in TABLES or len(text.splitlines()) <= LONGEST_FILE
    assert not [name for name, lines in functions(tree) if lines > LONGEST_FUNCTION]
    assert ast.get_docstring(tree) or not tree.body
    clause = path.parent.name == "clauses"
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    told = [node.name for node in public if ast.get_docstring(node) or (clause and node.name in OF_A_CLAUSE)]
    assert [node.name for node in public if node.name not in told and not node.name.startswith("_")] == []


def functions(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Name and lines of every function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


def sources() -> list[Path]:
    """Files of the repository that hold text, without what is ignored."""
    rooms = ["procure", "tests", "models", "inputs", ".ci", "docs"]
    inside = [path for room in rooms for path in (ROOT / room).rglob("*") if "__pycache__" not in path.parts]
    return [path for path in [*ROOT.glob("*"), *inside] if path.is_file() and path.suffix in TEXTS]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    somebodys = re.compile(r"(?<![\w./<])/(?:" + "|".join(("work", "root", "home", "Users", "tmp", "private")) + r")/")
    found = [f"{path.relative_to(ROOT)}: {hit.group()}" for path in sources()
             for hit in somebodys.finditer(path.read_text(encoding="utf-8"))]  # fmt: skip
    assert len(sources()) > 100
    assert found == []


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["plan", "--help"], ["template", "--help"]])
def test_help_loads_no_solver_and_no_spreadsheet(words: list[str]) -> None:
    script = (
        "import sys\n"
        "from procure.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print('loaded:', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = run("-c", script, *words)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split("loaded:")[1].split())
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_the_audit_loads_no_solver() -> None:
    done = run("-c", "import sys, procure.audit; print(*sorted(name.split('.')[0] for name in sys.modules))")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) & {"pulp", "highspy"} == set()
