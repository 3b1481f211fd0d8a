"""Mutants run against the tests: everything is imported once, and every mutant lives in a process of its own.

A forked process puts the fault into the module where it stands, and into whatever has imported from it by name, and
runs tests that reach the line, the quickest first, until one fails. Tests are collected once by pytest and run by it.
"""

from __future__ import annotations

import ast
import json
import os
import resource
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.benchmarks.mutants import Mutant

STUCK = 20.0  # s of CPU for one mutant: what does not end is killed by it


@dataclass(frozen=True)
class Seen:
    """What became of a mutant. by: the test that failed, "time" or "crash"; "" for a survivor. tests: how many ran."""

    by: str
    tests: int
    seconds: float
    crash: bool = False


@dataclass
class Reach:
    """Seconds of each test, and the lines of the mutated files that it runs: {test: {file: lines}}."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


class Running:
    """pytest's plugin: collects, then lets `work` do what it wants with the tests in place of running them."""

    def __init__(self, work: Callable[[Running], None]) -> None:
        self.work, self.items = work, dict[str, Any]()
        self.failed, self.crashed = False, False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.work(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def pytest_exception_interact(self, call: pytest.CallInfo[object]) -> None:
        raised = call.excinfo.type if call.excinfo else AssertionError
        self.crashed = not issubclass(raised, AssertionError | pytest.fail.Exception)

    def run(self, test: str, following: str | None = None) -> bool:
        """Whether the test passes."""
        self.failed = False
        item, then = self.items[test], self.items[following] if following else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=then)
        return not self.failed


def collected(paths: Iterable[str], work: Callable[[Running], None]) -> int:
    """Collect the tests of these paths and do the work; pytest's exit code."""
    words = ["-q", "-o", "addopts=", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "--capture=sys"]
    return int(pytest.main([*words, *paths], plugins=[Running(work)]))


def apart(work: Callable[[], object], seconds: float) -> tuple[Any, float]:
    """(what the work returns, CPU seconds) in a process of its own; None where it did not end in its CPU time."""
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        silent = os.open(os.devnull, os.O_RDWR)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        try:
            with os.fdopen(writing, "w") as pipe:
                json.dump(_answer(work), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    text = _read(reading, began + 4 * seconds, child)
    usage = os.wait4(child, 0)[2]
    answer, wrong = json.loads(text) if text else (None, "")
    if wrong:
        raise RuntimeError(f"the work itself failed: {wrong}")
    return answer, usage.ru_utime + usage.ru_stime


def _answer(work: Callable[[], object]) -> tuple[object, str]:
    """(what the work returns, what it raised)."""
    try:
        return work(), ""
    except Exception as problem:
        return None, repr(problem)


def _read(pipe: int, until: float, child: int) -> bytes:
    """All that a process writes; it is killed at that time, also where it waits for something without CPU time."""
    found = b""
    with os.fdopen(pipe, "rb", buffering=0) as source:
        while True:
            if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
                os.kill(child, signal.SIGKILL)
                return b""
            part = source.read(1 << 16)
            if not part:
                return found
            found += part


def sound(running: Running, test: str) -> bool:
    """Whether a test passes where there is no fault."""
    passed, _ = apart(lambda: running.run(test), STUCK)
    return bool(passed)


# What runs which lines


def reached(running: Running, tests: list[str], files: Iterable[str], seconds: float = 1200.0) -> Reach:
    """Each of the tests run once, watched."""
    root, wanted = os.getcwd(), set(files)

    def watched() -> dict[str, Any]:
        found = Reach()
        for test, following in zip_longest(tests, tests[1:]):
            lines: dict[str, set[int]] = {}
            began = time.process_time()
            sys.settrace(_tracer(root, wanted, lines))
            passed = running.run(test, following)
            sys.settrace(None)
            found.seconds[test] = time.process_time() - began
            found.lines[test] = {file: sorted(at) for file, at in lines.items()}
            if not passed:
                found.failed.append(test)
        return vars(found)

    got, _ = apart(watched, seconds)
    return Reach(**got)


def _tracer(root: str, wanted: set[str], lines: dict[str, set[int]]) -> Callable[[FrameType, str, Any], Any]:
    names: dict[str, str] = {}

    def enter(frame: FrameType, event: str, _: Any) -> Any:
        path = frame.f_code.co_filename
        if path not in names:
            local = os.path.relpath(path, root) if path.startswith(root) else ""
            names[path] = local if local in wanted else ""
        file = names[path]
        if not file:
            return None
        at = lines.setdefault(file, set())
        at.add(frame.f_lineno)

        def step(inner: FrameType, event: str, _: Any) -> Any:
            at.add(inner.f_lineno)
            return step

        return step

    return enter


# A mutant put where the module stands


def users(files: Iterable[str]) -> dict[str, list[tuple[str, str, str]]]:
    """{module: (importing module, its name there, name)} of everything loaded that imports a thing by name."""
    modules = {module_of(file) for file in files}
    found: dict[str, list[tuple[str, str, str]]] = {name: [] for name in modules}
    for name, module in list(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if not path or not name.startswith(("procure", "tests")):
            continue
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                found[node.module] += [(name, one.asname or one.name, one.name) for one in node.names]
    return found


def module_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def put(mutant: Mutant, importing: Iterable[tuple[str, str, str]]) -> None:
    """The fault in the module's own namespace and in those that took names out of it."""
    home = vars(sys.modules[module_of(mutant.file)])
    exec(mutant.compiled(), home)
    for where, local, name in importing:
        if name in home:
            vars(sys.modules[where])[local] = home[name]


def killed(running: Running, mutant: Mutant, tests: list[str], importing: Iterable[tuple[str, str, str]]) -> Seen:
    """Whether one of the tests fails under the mutant."""

    def tried() -> list[Any]:
        try:
            put(mutant, importing)
        except Exception:
            return ["crash", 0, True]
        for number, (test, following) in enumerate(zip_longest(tests, tests[1:]), 1):
            if not running.run(test, following):
                return [test, number, running.crashed]
        return ["", len(tests), False]

    said, seconds = apart(tried, STUCK)
    by, count, crash = said or ["time", 0, False]
    return Seen(by, count, round(seconds, 3), crash)


def ordered(mutant: Mutant, reach: Reach, kills: Counter[tuple[str, str]], budget: float) -> list[str]:
    """Tests that run the mutant's lines: its own golden files, those that killed others of its file, the quickest."""
    at = set(mutant.lines)
    inside = [t for t, files in reach.lines.items() if not at.isdisjoint(files.get(mutant.file, ()))]
    inside = inside or [t for t, files in reach.lines.items() if mutant.file in files]  # what runs at import
    inside.sort(key=lambda t: (reach.seconds[t] + 0.002) / (1 + kills[mutant.file, t]))
    golden = _golden(mutant, reach)
    return [*golden, *_within([t for t in inside if t not in golden], reach, budget)]


def _golden(mutant: Mutant, reach: Reach) -> list[str]:
    """The golden files of the mutant's clause or measure; of what measures share, those of the most worded ones."""
    stem, room = Path(mutant.file).stem, Path(mutant.file).parent.name
    of = [t for t in reach.lines if f"tests/{room}/test_golden" in t]
    own = [t for t in of if t.endswith(f"[{stem.replace('_', ' ') if room == 'measures' else stem}]")]
    return own or [t for t in of if t.endswith(("[work]", "[deliveries]", "[payments]")) and room == "measures"]


def _within(tests: list[str], reach: Reach, budget: float) -> Iterator[str]:
    spent = 0.0
    for test in tests:
        spent += reach.seconds[test]
        if spent > budget:
            return
        yield test
