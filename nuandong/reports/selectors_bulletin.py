"""Reads of published bulletins: what units got, what one issue says, who has signed for it. The scope is entered."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models import Count, F, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.org.rows import only
from nuandong.reports.content import Content
from nuandong.reports.models import Issue, IssueCopy
from nuandong.vault import api as vault

SEE: Final = "reports.bulletin.see"
PAGE: Final = 50


def issue_of(identity: UUID) -> Issue:
    """An issue, or NotFound. Whoever sees none of its copies asks through a copy."""
    return only(Issue.objects.filter(id=identity), _missing())


def copy_of(identity: UUID) -> IssueCopy:
    """The copy of a unit in the entered scope, with its issue."""
    return only(IssueCopy.objects.select_related("issue").filter(id=identity), _missing())


def copies(by: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[IssueCopy]:
    """What one's own unit got, newest first, by keyset of ids, without the contents. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = IssueCopy.objects.select_related("issue").defer("issue__content_sealed").filter(unit=by.unit)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def copy(identity: UUID, *, by: Actor) -> IssueCopy:
    """One copy. Raises NotFound, Forbidden, OutOfScope."""
    row = copy_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def content_of_issue(issue: Issue) -> Content:
    """What was published."""
    plain = vault.open_bytes(Issue._meta.db_table, "content_sealed", issue.id, bytes(issue.content_sealed))
    return Content.model_validate_json(plain)


def receivers(issue: UUID) -> list[IssueCopy]:
    """Every copy of an issue in the scope, those not signed for first."""
    return list(IssueCopy.objects.filter(issue=issue).order_by(F("read_at").asc(nulls_first=True), "region", "id"))


def read_counts(issues: list[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """How many units of the scope got each issue, and how many signed for it."""
    rows = IssueCopy.objects.filter(issue__in=issues).order_by().values_list("issue")
    counted = rows.annotate(got=Count("id"), read=Count("read_at"))
    return {issue: (got, read) for issue, got, read in counted}


def issue_of_report(report: UUID) -> Issue | None:
    """The issue a report stands published as."""
    return Issue.objects.filter(report=report, withdrawn_at=None).defer("content_sealed").first()


def to_read(by: Actor, *, limit: int = PAGE) -> list[IssueCopy]:
    """What one's unit has not signed for, the oldest first."""
    rows = to_read_rows(by).select_related("issue").defer("issue__content_sealed")
    return listed(rows.order_by("id")[:limit])


def to_read_rows(by: Actor) -> QuerySet[IssueCopy]:
    """The same, not asked for yet."""
    return IssueCopy.objects.filter(unit=by.unit, read_at=None, issue__withdrawn_at=None)


def _missing() -> NotFound:
    return NotFound("reports.no_issue", _("没有找到这期简报。"), _("请从简报列表中打开。"))
