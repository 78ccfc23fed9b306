"""Do it once."""

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from nuandong.commands.models import Command
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _


@transaction.atomic
def once(*, key: UUID, name: str, body: Mapping[str, object], by: Actor, now: datetime, do: Callable[[], UUID]) -> UUID:
    """Carry out `do` unless the key was used before; returns the id that the first call returned.

    `body` is what was asked, in JSON-able values: the same key with another body, name or typist raises Conflict. A
    second caller waits for the first one's transaction; if that fails, the second one acts.
    """
    digest = _hash(key, name, body)
    # The insert waits for a concurrent holder of the key, so at most one caller gets past it.
    Command.objects.bulk_create(
        [Command(key=key, name=name, body_hash=digest, actor=by.typist, done_at=now)], ignore_conflicts=True
    )
    command = Command.objects.select_for_update().get(key=key)
    if command.result is not None:
        if bytes(command.body_hash) != digest or command.actor != by.typist:
            raise Conflict(
                "commands.key_reused",
                _("这个操作编号已用于另一项内容不同的操作。"),
                _("请刷新页面，重新填写后提交；先前提交的内容已经保存。"),
            )
        return command.result
    command.result = do()
    command.save(update_fields=["result"])
    return command.result


def _hash(key: UUID, name: str, body: Mapping[str, object]) -> bytes:
    # Keyed: a bare hash of a short form would let somebody with the table guess what was typed.
    content = json.dumps([str(key), name, body], ensure_ascii=False, sort_keys=True, default=str)
    return hmac.digest(settings.SECRET_KEY.encode(), content.encode(), "sha256")
