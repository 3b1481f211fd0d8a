"""Nothing needs a network at run time, and nothing tries one: the commands run where it is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import ROOT, TWO, environment, settle

# Python reads a sitecustomize on its path at every start, so it holds in workers too. Python tells its audit hooks of
# every socket, whoever opens it; a try is kept in a file, so that nobody can catch the error and hide it.
REFUSED = """
import _socket
import os
import sys


def refuse(event, told):
    named = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
    sent = event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
    if named or (sent and told[0].family in (_socket.AF_INET, _socket.AF_INET6)):
        with open(os.environ["TRIED"], "a", encoding="utf-8") as kept:
            kept.write(f"{event} {told[1:] if sent else told}\\n")
        raise OSError("there is no network here")


sys.addaudithook(refuse)
"""
ALL = """
import shlex
import sys

from procure.cli import main

for line in sys.argv[1:]:
    try:
        main(shlex.split(line))
    except SystemExit as stop:
        print(line, "->", stop.code, flush=True)
"""
PLAN = "outputs/two-nations-plan.xlsx"
LINES = (
    'template NEW.xlsx --kind vehicle --nations "FR 20, DE 30" --unit-price 4 --periods 2027-2036',
    "check NEW.xlsx",
    f"plan {TWO} -o {PLAN}",
    f"audit {PLAN}",
    f"report {PLAN} -o page.html",
    f"explain {PLAN} -o why.html",
    f'whatif {TWO} "price +5 %" --from {PLAN} --jobs 1',
    f'sweep {TWO} "price +5 %" --jobs 1',
)


def without_network(folder: Path, command: str, *words: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Python code in a folder where it is refused every network, in a namespace that has none where this machine grants
    one: (how it ended, what it tried)."""
    guard = folder / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(REFUSED, encoding="utf-8")
    tried = guard / "tried.txt"
    more = environment(TRIED=str(tried), PYTHONPATH=os.pathsep.join((str(guard), str(ROOT))))
    done = subprocess.run(
        [*_namespace(), sys.executable, "-c", command, *words], cwd=folder, env=more, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return done, tried.read_text(encoding="utf-8").splitlines() if tried.exists() else []


def _namespace() -> list[str]:
    alone = ["unshare", "--map-root-user", "--net"]
    if shutil.which(alone[0]) is None:
        return []
    return alone if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0 else []


def test_the_commands_run_without_a_network_and_try_none(tmp_path: Path) -> None:
    done, tried = without_network(settle(tmp_path / "clone"), ALL, *LINES)
    ended = [line for line in done.stdout.splitlines() if " -> " in line]
    assert ended == [f"{line} -> 0" for line in LINES], done.stderr
    assert tried == []


@pytest.mark.parametrize("way", [
    "create_connection(('127.0.0.1', 9))", "socket().bind(('127.0.0.1', 0))", "getaddrinfo('localhost', 9)",
    "socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
])  # fmt: skip
def test_a_try_is_refused_and_kept(way: str, tmp_path: Path) -> None:
    said = f"import contextlib, socket\nwith contextlib.suppress(OSError): socket.{way}\n"
    done, tried = without_network(tmp_path, said)
    assert done.returncode == 0, done.stderr
    assert tried
