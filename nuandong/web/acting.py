"""From a filled-in form to an action: shaped by the form, carried out once, refused beside the field."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction

from nuandong.commands.once import once
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.web.forms import PageForm
from nuandong.web.http import Request


def attempt(
    request: Request, form: PageForm, name: str, do: Callable[[dict[str, Any]], UUID], *, by: Actor | None = None
) -> UUID | None:
    """Run `do` with the form's cleaned data, once per command key; None when the form or the rules refuse.

    After None the page is shown again with status 422 (`STATUS_REFUSED`): the form holds what was typed and why it was
    refused. `name` names the command, `do` returns the id of what it made or changed. `by` is who acts where nobody is
    signed in.
    """
    actor = by or request.actor
    if actor is None or not form.is_valid():
        return None
    data = {key: value for key, value in form.cleaned_data.items() if key != "command_key"}
    body = {key: _plain(value) for key, value in data.items()}
    try:
        with transaction.atomic():
            return once(
                key=form.key,
                name=name,
                body=body,
                by=actor,
                now=request.now,
                do=lambda: do(data),
            )
    except DomainError as error:
        form.refuse(error)
        return None


STATUS_REFUSED = 422


def _plain(value: object) -> object:
    """What a command asked, comparable between two tries: files count by name and size."""
    if hasattr(value, "read"):
        return [getattr(value, "name", ""), getattr(value, "size", 0)]
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return value if isinstance(value, int | str | bool | None) else str(value)
