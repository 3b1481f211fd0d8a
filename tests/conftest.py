"""What holds for every test: examples drawn by hypothesis are the same in every run, and nothing lands in the
repository."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import configuration, settings

_KEPT = tempfile.TemporaryDirectory(prefix="procure-tests-")  # what hypothesis works out once, gone at the end
configuration.set_hypothesis_home_dir(Path(_KEPT.name))

settings.register_profile("same every run", derandomize=True, database=None, deadline=None, print_blob=True)
settings.load_profile("same every run")
