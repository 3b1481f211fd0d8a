"""What holds for every test: examples drawn by hypothesis are the same in every run, and nothing is kept of them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same every run", derandomize=True, database=None, deadline=None, print_blob=True)
settings.load_profile("same every run")
