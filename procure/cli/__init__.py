"""The command line: parse, call, print, exit code. Commands live one file a group and import what they need late."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from procure import __version__
from procure.cli import exits
from procure.cli.audit import audit
from procure.cli.check import check
from procure.cli.compare import compare
from procure.cli.evaluate import evaluate
from procure.cli.find import find
from procure.cli.frontier import frontier
from procure.cli.merge import merge
from procure.cli.models import models
from procure.cli.near import pin
from procure.cli.plan import plan
from procure.cli.template import template
from procure.cli.whatif import whatif

_READER_GONE = 1  # click ends so where nobody reads the pipe any more, as with `| head`
_CODES = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in exits.MEANINGS.items())


@click.group(
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


for _command in (template, merge, check, plan, audit, evaluate, whatif, compare, find, frontier, models, pin):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with a documented code; user data never ends in a traceback."""
    try:
        code = cli.main(args=None if arguments is None else list(arguments), prog_name="procure", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = exits.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = exits.INTERRUPTED
    except SystemExit as stop:
        code = exits.DONE if stop.code == _READER_GONE else stop.code
    except Exception as defect:  # the last resort of the program: a defect of ours is said, not thrown at the user
        if os.environ.get("PROCURE_DEBUG"):
            raise
        click.echo(f"internal error: {type(defect).__name__}: {defect}", err=True)
        click.echo("This is a defect of procure. Set PROCURE_DEBUG=1 to see where, and report it.", err=True)
        code = exits.INTERNAL
    sys.exit(code if isinstance(code, int) else exits.DONE)
