"""An example planned once in a run of the tests, by the command of the README, whichever worker asks first."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from procure.cli import exits
from tests.cli.calling import ROOT, process

EXAMPLES = tuple(sorted(path.stem for path in (ROOT / "inputs").glob("*.xlsx")))


def planned(factory: pytest.TempPathFactory, name: str) -> tuple[Path, str]:
    """(plan file, what `procure plan inputs/NAME.xlsx` said) of an example. The file is for all: copy it to edit it."""
    folder = shared(factory) / "planned" / name
    folder.mkdir(parents=True, exist_ok=True)
    plan, said = folder / "outputs" / f"{name}-plan.xlsx", folder / "said.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker that plans it now is waited for
        if not said.is_file():
            (folder / "outputs").mkdir(exist_ok=True)
            (folder / "inputs").mkdir(exist_ok=True)
            shutil.copy(ROOT / "inputs" / f"{name}.xlsx", folder / "inputs")
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(folder)
                done = process("plan", f"inputs/{name}.xlsx")
            assert done.code == exits.DONE, done.out + done.err
            said.write_text(done.out, encoding="utf-8")
    return plan, said.read_text(encoding="utf-8")


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run of the tests have, and no other run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
