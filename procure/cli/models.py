"""procure models: the cooperation models there are, and what each one says."""

from __future__ import annotations

import sys

import click

from procure.cli import exits, show


@click.command(epilog="\b\nExample:\n  procure models juste-retour")
@click.argument("name", required=False)
@show.json_option
def models(name: str | None, as_json: bool) -> None:
    """List the cooperation models, or explain one: its rules in plain words, each number with its source.

    NAME is a model's name or the path of a TOML file.
    """
    from procure import agreement
    from procure.findings import Refused

    try:
        chosen = [agreement.load(one) for one in ([name] if name else agreement.names())]
    except Refused as refused:
        show.findings(refused.findings)
        sys.exit(exits.FINDINGS)
    if as_json:
        show.document("models", models=[_record(one) for one in chosen])
    elif name:
        click.echo(agreement.explain(chosen[0]))
    else:
        wide = max(len(one.name) for one in chosen)
        for one in chosen:
            click.echo(f"{one.name.ljust(wide)}  {one.title}")


def _record(one: object) -> dict[str, object]:
    from procure import agreement

    assert isinstance(one, agreement.Agreement)
    return {"name": one.name, "title": one.title, "summary": one.summary, "text": agreement.explain(one)}
