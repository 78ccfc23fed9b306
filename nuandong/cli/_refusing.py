"""What a command says when it is refused: exit code 1, and JSON where JSON was asked for."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from nuandong.kernel.errors import DomainError


@contextmanager
def refusals(*, as_json: bool) -> Iterator[None]:
    """A refusal as JSON where JSON was asked for; else it goes on to the one who says it in a sentence."""
    try:
        yield
    except DomainError as error:
        if not as_json:
            raise
        row = error.params.get("row")
        listed = [{"row": row, "column": error.field, "code": error.code, "message": str(error)}]
        typer.echo(dumped({"refused": True, "errors": listed}))
        raise typer.Exit(1) from error


def dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
