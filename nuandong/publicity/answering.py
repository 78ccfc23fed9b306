"""What the acts on an item of public opinion share."""

from typing import Any, Final

from nuandong.publicity.errors import raced
from nuandong.publicity.models import Opinion

FIND: Final = "publicity.opinion.find"
ANSWER: Final = "publicity.opinion.answer"
SETTLE: Final = "publicity.opinion.close"
WORDS: Final = 1000


def update(row: Opinion, **changes: Any) -> None:
    """Change an item that nobody has moved since it was read. Raises Conflict."""
    if Opinion.objects.filter(id=row.id, state=row.state, returned=row.returned).update(**changes) != 1:
        raise raced()
