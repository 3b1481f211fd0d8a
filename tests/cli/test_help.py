"""Every command says what it does, with examples that run as they are printed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from procure import __version__, pool
from procure.cli import COMMANDS, cli, command, exits
from tests.cli.calling import EUROFIGHTER, ROOT, TWO, Done, call, process, settle
from tests.explain import inline
from tests.planned import planned

SLOW = f"procure plan {EUROFIGHTER}"  # half a minute: tests/planned.py runs this very line


def examples(one: click.Command) -> list[str]:
    """The command lines of a command's help."""
    return re.findall(r"^ +(procure .+)$", one.epilog or "", re.MULTILINE)


EXAMPLES = [line for name in COMMANDS for line in examples(command(name))]


def lines_of_readme() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", readme(), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("procure ")]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


# Elsewhere: the README's lines, one after the other, below; the slow one by tests/planned.py.
HERE = [line for line in EXAMPLES if line not in {SLOW, *lines_of_readme()}]


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two plans of one programme, to be compared; it is for all: copy it."""
    folder = settle(tmp_path_factory.mktemp("compared") / "clone")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(f'procure whatif {TWO} "price +5 %" --plans outputs/plans').code == exits.DONE
    return folder / "outputs" / "plans"


def needed_first(line: str, here: Path, request: pytest.FixtureRequest) -> None:
    """What an example goes on from: the files of other lines."""
    plan = request.getfixturevalue("tmp_path_factory"), "two-nations"
    if line.startswith("procure merge"):
        assert run("procure template FI.xlsx --from inputs/cavs.xlsx --for FI").code == exits.DONE
    elif "two-nations-plan.xlsx" in line:
        shutil.copy(planned(*plan)[0], here / "outputs")
    elif "outputs/plans/" in line:
        shutil.copytree(request.getfixturevalue("compared"), here / "outputs" / "plans")
    elif line.startswith("procure audit"):
        shutil.copy(planned(*plan)[0], here / "outputs" / "eurofighter-plan.xlsx")


def run(line: str) -> Done:
    """In this process, as what a line does is the same in a process of its own but for the second it takes to begin."""
    return call(*shlex.split(line)[1:])


def run_apart(line: str) -> Done:
    return process(*shlex.split(line)[1:])


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_a_summary_and_an_example(name: str) -> None:
    done = call(name, "--help")
    assert done.code == exits.DONE
    assert command(name).name == name
    assert (command(name).help or "").split("\n")[0].endswith((".", ":"))
    assert examples(command(name))
    assert all(line in done.out for line in examples(command(name)))
    assert all(o.help for o in command(name).params if isinstance(o, click.Option) and o.name != "solver")


def test_the_list_of_commands_says_of_each_a_sentence_that_fits_its_line() -> None:
    lines = call("--help").out.splitlines()
    assert [line.split() for line in lines if line.strip().startswith(tuple(COMMANDS))] == [
        [name, *said.split()] for name, (_, said) in sorted(COMMANDS.items())
    ]
    assert all(said.endswith(".") for _, said in COMMANDS.values())


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_and_version_load_nothing_but_click_and_the_list_of_commands(asked: str) -> None:
    """Goal 4: the time of importing click. What a command needs is imported when the command is called."""
    said = "import sys; from procure.cli import cli; import atexit; sys.argv = ['procure', sys.argv[1]]\n"
    said += "atexit.register(lambda: print('|', *sys.modules)); cli.main(prog_name='procure')"
    done = subprocess.run([sys.executable, "-c", said, asked], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("|")[2].split())
    own = {"procure", "procure.cli", "procure.cli.exits", "procure.cli.streams"}
    assert {name for name in loaded if name.startswith("procure")} == own
    assert not loaded & {"pandas", "numpy", "pulp", "highspy", "openpyxl", "xlsxwriter", "json", "decimal", "tomllib"}


def test_no_command_loads_a_library_for_its_help() -> None:
    said = "import sys; from procure.cli import COMMANDS, command; [command(one) for one in COMMANDS]\n"
    said += "print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    heavy = {"pandas", "numpy", "pulp", "highspy", "openpyxl", "xlsxwriter", "defusedxml"}
    assert not set(done.stdout.split()) & heavy


def test_every_command_that_answers_can_answer_in_json() -> None:
    with_json = {name for name in COMMANDS if any("--json" in p.opts for p in command(name).params)}
    assert with_json == set(COMMANDS)


@pytest.mark.parametrize("line", HERE)
def test_an_example_of_the_help_runs_as_it_is_printed(
    line: str, here: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "run", inline.run)  # the README's lines have workers of their own
    needed_first(line, here, request)
    done = run(line)
    assert done.code == exits.DONE, done.err
    assert done.out
    for name in re.findall(r"-o (?:\"(.+?)\"|(\S+))", line):
        assert (here / "".join(name)).is_file()


def test_an_example_that_is_not_run_here_is_a_line_of_the_readme_or_the_one_that_takes_long() -> None:
    assert SLOW in EXAMPLES
    assert set(EXAMPLES) - set(HERE) - {SLOW} <= set(lines_of_readme())
    assert len(HERE) > len(COMMANDS)


def test_the_first_lines_of_help_work_one_after_the_other(here: Path) -> None:
    lines = re.findall(r"^ +(procure .+)$", cli.help or "", re.MULTILINE)
    assert [line.split()[1] for line in lines] == ["template", "check", "plan"]
    assert [run_apart(line).code for line in lines] == [exits.DONE] * 3
    assert (here / "PLAN.xlsx").is_file()


def test_help_lists_every_exit_code_once() -> None:
    done = call("--help")
    assert [int(code) for code in re.findall(r"^ +(\d+)  ", done.out, re.MULTILINE)] == list(exits.MEANINGS)
    codes = {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    assert codes == set(exits.MEANINGS)


def test_the_version_is_printed() -> None:
    assert call("--version").out == f"procure, version {__version__}\n"


# README: its command lines, and its table of exit codes


def test_the_command_lines_of_the_readme_work_one_after_the_other(here: Path) -> None:
    assert len(lines_of_readme()) >= 5
    seen: set[str] = set()
    for line in lines_of_readme():
        name = line.split()[1]
        done = run(line) if name in seen else run_apart(line)  # a command is a process of its own once
        seen.add(name)
        assert done.code == exits.DONE, f"{line}\n{done.err}"
        assert done.out
        assert all((here / "".join(made)).is_file() for made in re.findall(r"-o (?:\"(.+?)\"|(\S+))", line))


def test_the_readme_names_every_command_and_every_exit_code() -> None:
    table = re.findall(r"^\| `procure (\w+)", readme(), re.MULTILINE)
    assert sorted(table) == sorted(COMMANDS)
    assert re.findall(r"^\| (\d+) \|", readme(), re.MULTILINE) == [str(code) for code in exits.MEANINGS]
