"""Calls made each in a process of its own, with a limit of memory and time, and what they took.

    python -m tests.hostile.confined < questions.jsonl

A process is forked from one that has imported procure already, so that a call costs what it does and no more.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MEMORY = 2 << 30  # bytes of address space that a call may have
SECONDS = 30  # of a processor that it may take, and ten times that by the clock
KILLED = -1  # the code of a call that was ended for taking longer, or by its own crash
IMPORTED = (
    "procure.audit", "procure.cli.check", "procure.cli.compare", "procure.cli.report", "procure.cli.whatif",
    "procure.comparing", "procure.explain.screens", "procure.publishing", "procure.reading", "procure.report.page",
    "procure.risk.inputs", "procure.screening", "procure.whatif.scenarios", "procure.workbook.mark",
)  # fmt: skip
NOBODY = 65534  # a user without rights, where the caller has all of them


@dataclass(frozen=True)
class Came:
    """What a call came to: its exit code, what it printed, seconds of a processor, MB at its most."""

    code: int
    out: str
    err: str
    seconds: float
    mb: float

    @property
    def findings(self) -> list[dict[str, str]]:
        """Of a call with --json; none where nothing was printed."""
        document = json.loads(self.out) if self.out.strip() else {}
        found: list[dict[str, str]] = document.get("findings", [])
        return found


def call(action: Callable[[], Any], unprivileged: bool = False) -> Came:
    """The action in a process of its own. It ends by returning (0), by SystemExit, or badly (KILLED, err says how)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _run(action, out.fileno(), err.fileno(), unprivileged)
        _, status, used = os.wait4(child, 0)
        texts = [_text(file) for file in (out, err)]
    code = os.waitstatus_to_exitcode(status)
    told = "" if code >= 0 else f"ended by {signal.Signals(-code).name}"
    return Came(max(code, KILLED), texts[0], texts[1] + told, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def procure(*words: str, unprivileged: bool = False) -> Came:
    """`procure WORDS`."""
    from procure.cli import main

    return call(lambda: main(words), unprivileged)


def _text(file: Any) -> str:
    file.seek(0)
    text: str = file.read().decode("utf-8", "replace")
    return text


def _run(action: Callable[[], Any], out: int, err: int, unprivileged: bool) -> None:
    """In the child: never returns."""
    code = 1
    try:
        signal.alarm(10 * SECONDS)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout, sys.stderr = (os.fdopen(one, "w", encoding="utf-8", closefd=False) for one in (1, 2))
        if unprivileged and os.geteuid() == 0:
            os.seteuid(NOBODY)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        action()
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # whatever ends a call is told; a traceback is what no call may end in
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Answers questions on stdin, a JSON document a line; prints what each came to.

    A question is the name of a case, or a channel that is fuzzed with a number of files and a seed.
    """
    for late in IMPORTED:
        importlib.import_module(late)
    from tests.hostile import fuzzed, verdict

    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryDirectory(prefix="procure-hostile-") as folder:
            place = Path(folder)
            if isinstance(asked, str):
                said = asdict(verdict.judged(asked, place))
            else:
                channel, count, seed = asked
                said = asdict(fuzzed.fuzzed(channel, count, seed, place))
            print(json.dumps(said), flush=True)


def asked(questions: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The answers to questions as `main` takes them, one after another, from a process of its own."""
    here = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.confined"], cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": str(here), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"{json.dumps(question)}\n" for question in questions))
        process.stdin.close()
        for line in process.stdout:
            yield json.loads(line)


if __name__ == "__main__":
    main()
