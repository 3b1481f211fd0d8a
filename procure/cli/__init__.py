"""The command line: parse, call, print, exit code. Commands live one file a group and import what they need late."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from procure import __version__
from procure.cli import exits, streams

# name: (file, what the list of commands says of it); a command's own file is imported when it is called
COMMANDS = {
    "alternatives": ("alternatives", "Find plans nearly as good that give the work to others."),
    "audit": ("audit", "Check a plan from its workbook alone, figure by figure."),
    "check": ("check", "Check a workbook and print every complaint with its cell."),
    "coalition": ("coalition", "Share the cost: what every coalition would pay by itself."),
    "compare": ("compare", "Say how plans differ from the first of them, and why."),
    "evaluate": ("evaluate", "Take a deal as typed and say what it comes to."),
    "explain": ("explain", "Say why a workbook has no plan, or its plan is as it is."),
    "find": ("find", "Find the least, greatest or earliest value of one number."),
    "frontier": ("frontier", "Trade one objective against another: a row of plans."),
    "merge": ("merge", "Put the parts that partners filled in into one workbook."),
    "models": ("models", "List the cooperation models, or explain one."),
    "pin": ("near", "Write a plan's inputs with its early decisions as pins."),
    "plan": ("plan", "Plan a workbook, audit the plan and write it."),
    "report": ("report", "Make the page of a plan, or of plans beside each other."),
    "rerun": ("rerun", "Make a plan again from its own workbook, and compare."),
    "risk": ("risk", "Say how likely a plan holds while inputs are uncertain."),
    "sweep": ("sweep", "Plan many scenarios, here or on a cluster, and keep them."),
    "stress": ("stress", "Lose each supplier and nation in turn, and plan what is left."),
    "template": ("template", "Make a workbook that plans as it is, to be filled in."),
    "verify": ("verify", "Verify a plan, its inputs and its bounds, without a solver."),
    "whatif": ("whatif", "Plan a workbook and its scenarios, and compare them."),
}

_READER_GONE = 1  # click ends so where nobody reads the pipe any more, as with `| head`
_CODES = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in exits.MEANINGS.items())


class _Late(click.Group):
    """A group that imports a command when it is called: its own help needs no more than names."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, stands_for, rest = super().resolve_command(ctx, args)
        return name, None if name is None or stands_for is None else command(name), rest


@click.group(
    cls=_Late,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=f"\b\nExit codes:\n{_CODES}",
)
@click.version_option(__version__, prog_name="procure")
def cli() -> None:
    """Plan multinational joint procurement: who pays, who builds, who receives, and when.

    \b
    A first plan:
      procure template NEW.xlsx --kind vehicle --nations "FR 200, DE 300, IT 150"
      procure check NEW.xlsx
      procure plan NEW.xlsx -o PLAN.xlsx
    """


for _name, (_, _summary) in COMMANDS.items():
    cli.add_command(click.Command(_name, short_help=_summary))


def command(name: str) -> click.Command:
    """A command of COMMANDS, imported."""
    found: click.Command = getattr(import_module(f"procure.cli.{COMMANDS[name][0]}"), name)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with a documented code; user data never ends in a traceback."""
    if arguments is None:
        streams.prepared()
    try:
        code = cli.main(args=None if arguments is None else list(arguments), prog_name="procure", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = exits.USAGE
    except (click.Abort, KeyboardInterrupt):
        streams.say("interrupted")
        code = exits.INTERRUPTED
    except SystemExit as stop:
        code = exits.DONE if stop.code == _READER_GONE else stop.code
    except Exception as defect:  # the last resort of the program: a defect of ours is said, not thrown at the user
        if os.environ.get("PROCURE_DEBUG"):
            raise
        code = streams.unexpected(defect)
    sys.exit(streams.flushed(code if isinstance(code, int) else exits.DONE))
