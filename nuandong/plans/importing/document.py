"""A plan text as paragraphs that keep the numbers of the printed text."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from nuandong.plans.importing.shadow import shadow_of


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, joined of one or more printed lines.

    Numbers count printed lines from 1 after the title of the plan, empty ones left out; `starts` are the offsets in
    `text` at which its printed lines begin. `heading` is the text of the heading it stands under, if there is one.
    """

    number: int
    text: str
    starts: tuple[int, ...] = (0,)
    heading: str = ""

    @property
    def last(self) -> int:
        return self.number + len(self.starts) - 1

    def number_at(self, offset: int) -> int:
        """The printed line in which an offset of the text lies."""
        return self.number + bisect_right(self.starts, offset) - 1

    @cached_property
    def shadow(self) -> str:
        """The text as patterns read it: same length, one form for every digit, dash and bracket."""
        return shadow_of(self.text)


@dataclass(frozen=True, slots=True)
class PlanText:
    """One plan of a document."""

    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def size(self) -> int:
        """How many printed lines it has."""
        return self.paragraphs[-1].last if self.paragraphs else 0

    def paragraph(self, number: int) -> Paragraph:
        """The paragraph that holds a printed line; KeyError where there is none."""
        for paragraph in self.paragraphs:
            if paragraph.number <= number <= paragraph.last:
                return paragraph
        raise KeyError(number)


@dataclass(frozen=True, slots=True)
class Document:
    """The plans of one file, in their order.

    `traditional` tells that its characters were changed to simplified, `unread` which pages (from 1) have no text.
    """

    name: str
    plans: tuple[PlanText, ...]
    traditional: bool = False
    unread: tuple[int, ...] = ()
