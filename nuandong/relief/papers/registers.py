"""The registers of a payout in the columns of their forms (DIS-032): roster and payment list, approval sheets."""

from datetime import datetime
from typing import BinaryIO, Final

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.events.paying import RegisterTaken
from nuandong.relief.forms.library import forms
from nuandong.relief.models import Payout
from nuandong.relief.papers.book import written
from nuandong.relief.papers.filling import places_over
from nuandong.relief.papers.table import Table, made
from nuandong.relief.paying.registers import rows_of
from nuandong.relief.scanning.codes import SheetKind, Target

APPROVAL: Final = "payment-approval"


def register(payout: Payout, form: str, *, by: Actor, now: datetime, plain: bool) -> BinaryIO:
    """A register of a frozen payout as a workbook, at its beginning; the journal keeps who took it.

    Masked, unless `plain` and the right to see numbers. Its code brings the signed and sealed scan back to the payout.
    Raises NotFound for another form, NotNow before freezing, Forbidden, OutOfScope.
    """
    if plain:
        permissions.check(by, UNMASK, region=payout.region)
    table = _filled(payout, form, now, plain=plain)
    payload = RegisterTaken(form=form, rows=len(table.rows), plain=plain)
    journal.record(payload, by=by, now=now, region=payout.region, subject=payout.id)
    return written(table, subtitle(payout), Target(SheetKind.PAYOUT, payout.id))


def approval(payout: Payout, now: datetime) -> Table:
    """The sheet on which a frozen payout is approved, village by village: nothing personal. Raises NotNow."""
    return _filled(payout, APPROVAL, now, plain=False)


def subtitle(payout: Payout) -> str:
    return f"{payout.season.year} 年度　第 {payout.number} 批　{payout.tranche.funds.number}"


def _filled(payout: Payout, form: str, now: datetime, *, plain: bool) -> Table:
    rows = rows_of(payout, form, now, plain=plain)
    words = places_over(payout.region, local_date(now)) | {"年度": str(payout.season.year)}
    shape = forms()[form]
    return made(shape, [(caption, words.get(caption, "")) for caption in shape.above], rows)
