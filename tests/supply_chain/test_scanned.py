"""What others know of dangers: bandit on the sources of procure, pip-audit on what is installed with it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import ROOT
from tests.supply_chain.installed import brought, project

SOURCES = sorted((ROOT / "procure").rglob("*.py"))
EXPLAINED = re.compile(r"# nosec B\d{3}(, ?B\d{3})* # \w.{9,}$")
TIME = 8.0  # seconds that pip-audit has
PLANTED = ("jinja2", "2.4.1")  # known to be faulty since 2014: a service that does not know that knows nothing


def test_bandit_finds_nothing_that_is_not_explained_in_its_line() -> None:
    command = [sys.executable, "-m", "bandit", "-q", "-r", "procure", "-c", "pyproject.toml", "-f", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert not found["errors"]
    assert len(found["metrics"]) > len(SOURCES)  # every file, and the totals
    assert [f"{one['filename']}:{one['line_number']} {one['issue_text']}" for one in found["results"]] == []


def test_what_bandit_is_told_to_leave_names_the_rule_and_says_why() -> None:
    marked = [line for path in SOURCES for line in path.read_text(encoding="utf-8").splitlines() if "nosec" in line]
    assert marked
    assert [line for line in marked if not EXPLAINED.search(line)] == []


def tells_types(test: ast.expr) -> bool:
    """Whether a condition is `... is not None`, `isinstance(...)` or several of them, and calls nothing else."""
    match test:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(map(tells_types, parts))
        case ast.Compare(left=of, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return not any(isinstance(node, ast.Call | ast.NamedExpr) for node in ast.walk(of))
        case ast.Call(func=ast.Name(id="isinstance")):
            return True
    return False


@pytest.mark.parametrize(
    ("said", "does"),
    [("x.y is not None", True), ("isinstance(x, int)", True), ("x > 0", False), ("f() is not None", False)],
)
def test_what_an_assert_may_be_is_told_apart(said: str, does: bool) -> None:
    assert tells_types(ast.parse(said, mode="eval").body) is does


def test_asserts_tell_types_and_check_no_data() -> None:
    """So that python -O, which leaves them out, plans the same."""
    more = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert) and not tells_types(node.test)
    ]
    assert more == []


def asked(pinned: dict[str, str], folder: Path) -> dict[str, dict[str, Any]]:
    """What pip-audit says of distributions, by name. Nothing where it says nothing, or not in time."""
    lines = folder / "installed.txt"
    lines.write_text("".join(f"{name}=={number}\n" for name, number in pinned.items()), encoding="utf-8")
    command = [sys.executable, "-m", "pip_audit", "-r", str(lines), "--no-deps", "--disable-pip", "-f", "json",
               "--timeout", "3", "--progress-spinner", "off", "--cache-dir", str(folder / "kept")]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIME)
        return {one["name"]: one for one in json.loads(done.stdout)["dependencies"]}
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return {}


def judged(said: dict[str, dict[str, Any]], names: set[str]) -> tuple[list[str], list[str]]:
    """(faults that are known, names of which nothing is known): all of them where the planted fault is not known."""
    if not said.get(PLANTED[0], {}).get("vulns"):
        return [], sorted(names)
    faults = [f"{name}: {fault['id']}" for name in sorted(names) for fault in said.get(name, {}).get("vulns", ())]
    return faults, sorted(name for name in names if "vulns" not in said.get(name, {}))


def test_no_fault_is_known_of_what_is_installed_with_procure(tmp_path: Path) -> None:
    """Where the service cannot be reached in time the test passes, and a warning says what was not checked."""
    installed = {name: version(name) for name in brought(project()["dependencies"])}
    faults, unchecked = judged(asked({**installed, PLANTED[0]: PLANTED[1]}, tmp_path), set(installed))
    if unchecked:
        warnings.warn(f"pip-audit got no answer, so these were not checked: {', '.join(unchecked)}", stacklevel=1)
    assert faults == []


def test_a_known_fault_is_told_and_silence_is_not_taken_for_none() -> None:
    clean: dict[str, Any] = {"vulns": []}
    faulty, unknown = {"vulns": [{"id": "PYSEC-1"}]}, {"skip_reason": "not found"}
    service = {PLANTED[0]: faulty}
    assert judged({**service, "one": clean, "two": clean}, {"one", "two"}) == ([], [])
    assert judged({**service, "one": faulty, "two": unknown}, {"one", "two"}) == (["one: PYSEC-1"], ["two"])
    assert judged({PLANTED[0]: unknown, "one": clean}, {"one"}) == ([], ["one"])
    assert judged({}, {"one"}) == ([], ["one"])
