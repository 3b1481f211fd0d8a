"""Results kept in a folder as they come: one file each, named by its key and written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from procure import whole
from procure.sweep.case import UNKEPT, Result

SCHEMA = 1


class Store:
    """A folder of results. What cannot be written is held, and tried again at the end."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder. Raises whole.NotWritten where it cannot be made or written to."""
        self.folder = folder
        self.unwritten: dict[str, Result] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            said = f"{folder} was not made: {problem.strerror}; name another folder for the results."
            raise whole.NotWritten(said) from problem
        if not os.access(folder, os.W_OK):
            raise whole.NotWritten(f"{folder} cannot be written to; name another folder for the results.")

    def kept(self, keys: Iterable[str]) -> dict[str, Result]:
        """The results that are there for these keys; a file that is not as it was written counts as none."""
        found = {key: _read(self._path(key), key) for key in set(keys)}
        return {key: result for key, result in found.items() if result is not None}

    def keep(self, result: Result) -> str:
        """Write a result, but not one that is to be tried again. Returns why it was not written, "" = it was."""
        if result.state in UNKEPT:
            return ""
        self.unwritten[result.key] = result  # until it is: Ctrl-C may come in between
        try:
            whole.write_whole(self._path(result.key), lambda to: _write(to, result), beside=False)
        except whole.NotWritten as failed:
            return str(failed)
        del self.unwritten[result.key]
        return ""

    def finish(self) -> str:
        """Try again what was not written. Returns why not, "" = everything is."""
        said = [self.keep(result) for result in [*self.unwritten.values()]]
        return next(filter(None, said), "")

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


def _write(to: Path, result: Result) -> None:
    said = {
        "schema": SCHEMA, "name": result.name, "key": result.key, "state": result.state, "cost": result.cost,
        "bound": result.bound, "why": result.why, "seconds": round(result.seconds, 3), "record": result.record,
    }  # fmt: skip
    to.write_text(json.dumps(said, indent=1) + "\n", encoding="ascii")


def _read(path: Path, key: str) -> Result | None:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
        if said["schema"] != SCHEMA or said["key"] != key:
            return None
        return Result(
            said["name"], key, said["state"], said["cost"], said["bound"], said["record"], said["why"],
            said["seconds"], True,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None
