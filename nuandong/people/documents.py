"""Numbers of identity documents: checked, sealed, hashed for equality."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import IdNumber, parse_id_number
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.people.kinds import DocumentKind
from nuandong.vault import api as vault

PURPOSE: Final = "people.document"
_KINDS: Final = frozenset(DocumentKind.values)
_OTHER: Final = re.compile(r"[A-Z0-9]{5,20}")
_CARDS: Final = (DocumentKind.ID_CARD, DocumentKind.ID_CARD_LEGACY)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as somebody shows it; no number with the kind "none"."""

    kind: str
    number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """`number` as it is kept; `card` is what an identity card tells of birth and sex."""

    kind: str
    number: str
    valid_until: date | None
    card: IdNumber | None


def checked_paper(paper: Paper, *, today: date) -> CheckedPaper:
    """Check a document number by its kind; identity cards by GB 11643. Raises `Invalid` with advice.

    An old 15-digit number becomes the kind of its own whatever was chosen. The unassignable prefix 99 passes only in
    the demo.
    """
    if paper.kind not in _KINDS:
        raise Invalid("people.document_kind", _("证件种类不对。"), _("请从列表中选择证件种类。"), field="kind")
    if paper.kind == DocumentKind.NONE:
        if paper.number.strip():
            raise Invalid(
                "people.document_none_number",
                _("选了“无证件”，又填了号码。"),
                _("请删去号码，或选择证件种类。"),
                field="number",
            )
        return CheckedPaper(DocumentKind.NONE, "", None, None)
    if paper.kind in _CARDS:
        card = parse_id_number(paper.number, on=today, allow_demo=settings.NUANDONG_DEMO, field="number")
        kind = DocumentKind.ID_CARD_LEGACY if card.legacy else DocumentKind.ID_CARD
        return CheckedPaper(kind, card.number, paper.valid_until, card)
    number = re.sub(r"[\s-]", "", halfwidth(paper.number)).upper()
    if _OTHER.fullmatch(number) is None:
        raise Invalid(
            "people.document_number",
            _("证件号码写法不对。"),
            _("请填写 5 至 20 位字母和数字。"),
            field="number",
        )
    return CheckedPaper(paper.kind, number, paper.valid_until, None)


def number_blind(kind: str, number: str) -> bytes:
    """The hash that equal numbers of one kind share; old and new identity cards count as one kind."""
    return number_blinds([(kind, number)])[0]


def number_blinds(numbers: Iterable[tuple[str, str]]) -> list[bytes]:
    """The hash of each kind and number, in their order."""
    told = [f"{DocumentKind.ID_CARD.value if kind in _CARDS else kind}:{number}" for kind, number in numbers]
    return vault.blinds(PURPOSE, told)
