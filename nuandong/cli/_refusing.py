"""What commands say alike: refusals with exit code 1, as JSON where it was asked for; columns left unused."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from django.utils.translation import gettext as _

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


def unused_line(names: Sequence[str]) -> list[str]:
    """One line for the columns that nothing was taken from, which may be misspelt; none where there are none."""
    return [_("没有用到的列：%(names)s") % {"names": _("、").join(names)}] if names else []


def dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
