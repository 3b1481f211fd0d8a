"""Standard streams that are full, closed, or of another alphabet: no traceback, and an exit code that is documented."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from procure.cli import exits
from tests.cli.calling import TWO, call, environment
from tests.faults import forked

PLAN = ["plan", TWO, "-o", "outputs/new.xlsx"]


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which $P is `python -m procure`."""
    variables = {"P": f"{sys.executable} -m procure", **variables}
    words = ["bash", "-c", line]
    return subprocess.run(
        words, env=environment(**variables), capture_output=True, text=True, check=False, errors="replace"
    )


def full() -> None:
    """Stdout leads to a disk that is full."""
    os.dup2(os.open("/dev/full", os.O_WRONLY), 1)


def nobody_reads() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 1)


@pytest.mark.parametrize("words", [PLAN, ["models"]], ids=" ".join)
def test_a_full_stdout_is_said_on_stderr(words: list[str], room: Path) -> None:
    code, said = forked.run(room / "said", words, full)
    assert code == exits.NOT_WRITTEN
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("words", [PLAN, ["models"]], ids=" ".join)
def test_a_reader_who_is_gone_is_no_failure_and_the_file_is_written(words: list[str], room: Path) -> None:
    code, said = forked.run(room / "said", words, nobody_reads)
    assert (code, said) == (exits.DONE, "")
    if words[0] == "plan":
        assert call("audit", "outputs/new.xlsx").code == exits.DONE


def test_a_full_stderr_ends_with_a_documented_code(room: Path) -> None:
    def before() -> None:
        os.dup2(os.open("/dev/full", os.O_WRONLY), 2)

    code, _ = forked.run(room / "said", ["plan", "no such book.xlsx"], before)
    assert code in (exits.FINDINGS, exits.NOT_WRITTEN)


@pytest.mark.usefixtures("room")
def test_closed_streams_hurt_neither_the_run_nor_its_files() -> None:
    """A file opened in the place of a closed stream would take what is printed."""
    done = shell(f"$P {' '.join(PLAN)} <&- >&- 2>&-")
    assert (done.returncode, done.stdout, done.stderr) == (exits.DONE, "", "")
    assert call("audit", "outputs/new.xlsx").code == exits.DONE


@pytest.mark.usefixtures("room")
def test_an_alphabet_of_the_terminal_does_no_harm() -> None:
    os.link(TWO, "žito 戦車.xlsx")
    done = shell("$P check *o*車.xlsx", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.returncode == exits.DONE, done.stderr
    assert "Traceback" not in done.stderr
