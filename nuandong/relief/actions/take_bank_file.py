from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.events.paying import BankFileTaken
from nuandong.relief.models import BankFile
from nuandong.relief.policies_payout import RELEASE
from nuandong.relief.selectors_payout import file_of


@transaction.atomic
def take_bank_file(*, by: Actor, now: datetime, file: UUID) -> tuple[BankFile, bytes]:
    """A file with every number in the open, for whoever releases payouts; the journal keeps who took it.

    Raises NotFound, Forbidden, OutOfScope.
    """
    row = file_of(file, by=by)
    permissions.check(by, RELEASE, region=row.region)
    data, _mime = storing.read(row.file)
    payload = BankFileTaken(file=row.id, digest=row.digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.payout_id)
    return row, data
