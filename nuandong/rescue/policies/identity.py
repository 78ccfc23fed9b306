"""When is an identity known? A name is no proof: it takes a valid paper, or the police (facts 2.2 row 8)."""

from collections.abc import Iterable
from datetime import date

from nuandong.kernel.errors import DomainError, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.kinds import DocumentKind
from nuandong.people.selectors import DocumentCard
from nuandong.rescue.kinds_stay import Identity


def paper_holds(papers: Iterable[DocumentCard], *, today: date) -> bool:
    """Whether one of somebody's papers is a real one and valid on the day."""
    return any(
        one.kind != DocumentKind.NONE and (one.valid_until is None or one.valid_until >= today) for one in papers
    )


def identity_of(*, named: bool, proved: bool) -> Identity:
    """What is known of somebody: nothing without a name; a name is doubtful until a valid paper lies on record or
    somebody compared it with one (`proved`)."""
    if not named:
        return Identity.UNKNOWN
    return Identity.KNOWN if proved else Identity.DOUBTFUL


def change_refusal(wanted: Identity, *, before: Identity, named: bool, proved: bool) -> DomainError | None:
    """Why the identity of somebody may not be set so by hand, or None."""
    if wanted is before or wanted is Identity.UNKNOWN:
        return None
    if not named:
        return Invalid(
            "rescue.identity_without_name",
            _("还没有登记姓名，只能是“身份不明”。"),
            _("请先“登记查明的身份”。"),
            field="identity",
        )
    if wanted is Identity.KNOWN and not proved:
        return Invalid(
            "rescue.identity_unproved",
            _("没有有效证件，不能算身份已核实。"),
            _("请核对证件后勾选“已核对证件”，或向公安机关申请核查身份。"),
            field="papers_checked",
        )
    return None
